/** Types whose methods never leave the program. */
const pure = new Set(
  `string String int long double bool decimal char byte object StringBuilder List Dictionary HashSet Queue Stack SortedDictionary
  ConcurrentDictionary IEnumerable IList ICollection IReadOnlyList IReadOnlyCollection IDictionary IReadOnlyDictionary ISet
  ImmutableArray ImmutableList ImmutableDictionary IGrouping KeyValuePair Lookup ILookup JsonElement JsonDocument JsonNode JsonObject
  JsonArray JObject JArray JToken JsonSerializerOptions Regex Match MatchCollection DateTime DateTimeOffset TimeSpan Guid ILogger Logger
  Exception CancellationToken CancellationTokenSource Type StringWriter Random Stopwatch SemaphoreSlim Interlocked Encoding Tuple
  NameValueCollection QueryString StringContent Uri UriBuilder Version CultureInfo StringComparer Array Span ReadOnlySpan Func Action
  Activity Counter Histogram`.split(/\s+/),
);

/** Whether a value of a type only computes. */
export const isPure = (type: string | undefined): boolean => type !== undefined && pure.has(type);

const statics =
  /^(?:string|String|int|long|double|bool|decimal|char|Math|Convert|Guid|DateTime|DateTimeOffset|TimeSpan|Encoding|Regex|Enum|Array|Enumerable|Path|Uri|JsonSerializer|JsonDocument|JsonNode|JsonConvert|JObject|JArray|Task\.(?:FromResult|WhenAll|WhenAny|Delay|CompletedTask|Yield)|Environment\.(?:GetEnvironmentVariable|NewLine|GetFolderPath)|Console|Debug|Trace|Activator|BitConverter|HttpUtility|WebUtility|StringComparer|CultureInfo|Interlocked|Stopwatch|ArgumentNullException|ArgumentException|ObjectDisposedException|ArgumentOutOfRangeException|ImmutableArray|Comparer|EqualityComparer|GC|Volatile|Monitor|AIFunctionFactory|CallToolResult|TextContentBlock|MediaTypeHeaderValue)(?:\.|$)/;
const told = /(?:Params|Schema|NotificationValue|DisplayFormat)$/;
const replaced = /(?:Regex|[nN]ame|[tT]ext|[pP]ath|[cC]ontent|\(\))\.Replace$/;
const loggers =
  /^(?:this\.)?_?(?:log|logger|Log|Logger)\.|\.Log(?:Trace|Debug|Information|Warning|Error|Critical)$/;
const problems = /(?:^|\.)\w*(?:Exception|Attribute)$/;
const built =
  /(?:^|\.)(?:string|List|Dictionary|HashSet|Queue|Stack|ConcurrentDictionary|StringBuilder|JsonObject|JsonArray|JObject|JArray|JsonSerializerOptions|Regex|Uri|UriBuilder|Guid|DateTime|DateTimeOffset|TimeSpan|CancellationTokenSource|SemaphoreSlim|TextContentBlock|TextContent|CallToolResult|Stopwatch|StringContent|StringWriter|MemoryStream|AuthenticationHeaderValue|MediaTypeWithQualityHeaderValue|Random|object|Tuple|KeyValuePair|Lazy|EventArgs|CallToolResponse|Content)$/;
const lasts = new Set(
  `ToString Equals GetHashCode CompareTo GetType Trim TrimStart TrimEnd Split Substring IndexOf LastIndexOf StartsWith EndsWith Contains
  ContainsKey TryGetValue ToLower ToLowerInvariant ToUpper ToUpperInvariant PadLeft PadRight Join Format IsNullOrEmpty
  IsNullOrWhiteSpace Concat Select SelectMany Where OrderBy OrderByDescending ThenBy ThenByDescending GroupBy ToList ToArray ToDictionary
  ToHashSet ToImmutableArray ToImmutableList AsEnumerable AsReadOnly Any All Count Sum Min Max Average First FirstOrDefault Single
  SingleOrDefault Last LastOrDefault Take Skip TakeWhile SkipWhile Distinct DistinctBy Union Intersect Except Zip Cast OfType Aggregate
  Reverse Append AppendLine AppendFormat AddRange GetProperty TryGetProperty GetString GetInt32 GetInt64 GetDouble GetBoolean
  EnumerateArray EnumerateObject GetRawText Deserialize Serialize SerializeObject DeserializeObject ConfigureAwait EnsureSuccessStatusCode
  ReadAsStringAsync ReadFromJsonAsync ReadAsStreamAsync GetAwaiter GetResult ThrowIfNull ThrowIfNullOrEmpty ThrowIfNullOrWhiteSpace
  ThrowIfCancellationRequested LogInformation LogWarning LogError LogDebug LogTrace LogCritical BeginScope Parse TryParse
  ToShortDateString ToUniversalTime AddDays AddHours AddMinutes AddSeconds GetBytes IsMatch Matches TryAdd GetValueOrDefault AsSpan
  ToDisplayString ToDisplayParts GetLineSpan GetMessage Descendants DescendantNodes Element Elements IndexOfAny BeginOutputReadLine
  BeginErrorReadLine Dispose DisposeAsync WaitForExitAsync WaitForExit NotifyProgressAsync SendNotificationAsync
  DefaultIfEmpty SequenceEqual HasValue GetCustomAttribute GetCustomAttributes GetName WaitAsync`.split(
    /\s+/,
  ),
);
const functions = new Set("nameof typeof sizeof default base this".split(" "));

/** Whether a call in C# only computes, logs, or builds a value. */
export function isInternal(callee: string): boolean {
  if ([statics, loggers, problems, built, told, replaced].some((pattern) => pattern.test(callee)))
    return true;
  const at = callee.lastIndexOf(".");
  return at === -1 ? functions.has(callee) : lasts.has(callee.slice(at + 1));
}
