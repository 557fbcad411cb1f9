/** Types whose methods never leave the program. */
const pure = new Set(
  `String StringBuilder StringBuffer CharSequence Integer Long Double Float Boolean Character Byte Short Number BigDecimal BigInteger
  Object Path Math List ArrayList LinkedList Map HashMap LinkedHashMap TreeMap ConcurrentHashMap ConcurrentMap Set HashSet LinkedHashSet
  TreeSet Collection Iterable Iterator Queue Deque ArrayDeque Stack Vector EnumMap EnumSet Optional Stream IntStream StringJoiner
  JsonNode ObjectNode ArrayNode JsonObject JsonArray JSONObject JSONArray JsonElement Gson ObjectMapper JsonMapper TypeReference
  Pattern Matcher Logger Log UUID Instant Duration LocalDate LocalDateTime LocalTime ZonedDateTime OffsetDateTime
  DateTimeFormatter SimpleDateFormat Date Calendar Throwable Exception RuntimeException Error AtomicInteger AtomicLong AtomicBoolean
  AtomicReference StringWriter Random CountDownLatch Properties Int MutableList MutableMap MutableSet Pair Triple Array Any Regex`.split(
    /\s+/,
  ),
);

/** Whether a value of a type only computes. */
export const isPure = (type: string | undefined): boolean => type !== undefined && pure.has(type);

const statics =
  /^(?:String|Integer|Long|Double|Float|Boolean|Character|BigDecimal|BigInteger|Math|Objects|Arrays|Collections|Collectors|List|Set|Map|Stream|IntStream|Optional|StringUtils|CollectionUtils|ObjectUtils|Assert|Preconditions|UUID|Instant|Duration|LocalDate|LocalDateTime|LocalTime|ZonedDateTime|OffsetDateTime|ZoneId|ZoneOffset|DateTimeFormatter|TimeUnit|ChronoUnit|Pattern|Base64|StandardCharsets|Charset|Locale|URLEncoder|URLDecoder|JsonParser|Json|JSON|JSONUtil|StrUtil|LoggerFactory|LogManager|ToolResponse|TextContent|CallToolResult|McpSchema|McpToolUtils|Path|Paths|URI|Thread\.currentThread|System\.(?:currentTimeMillis|nanoTime|lineSeparator|identityHashCode|out|err|getProperty|getenv|arraycopy))(?:\.|\(\)|$)/;
/** Steps of a fluent chain that only finish or take apart what the chain built. */
const steps =
  /\(\)\.(?:build|join|get|body|bodyToMono|bodyToFlux|bodyTo|toEntity|toBodilessEntity|block|blockOptional|subscribe|then|uri\(\)\.retrieve|statusCode|string|asString|asJson|log|as|cast)$|(?:^|\.)BodyHandlers\.|BodyPublishers\.noBody$/;
const loggers = /^(?:this\.)?(?:log|logger|LOG|LOGGER|_log|Log|kLogger)\./;
const problems = /(?:^|\.)\w*(?:Exception|Error)$/;
const built =
  /(?:^|\.)(?:String|StringBuilder|StringBuffer|ArrayList|LinkedList|HashMap|LinkedHashMap|TreeMap|ConcurrentHashMap|HashSet|LinkedHashSet|TreeSet|ArrayDeque|ObjectMapper|JSONObject|JSONArray|JsonObject|JsonArray|Gson|Object|BigDecimal|BigInteger|TypeReference|ParameterizedTypeReference|SimpleDateFormat|Date|Thread|AtomicInteger|AtomicBoolean|AtomicReference|AtomicLong|Random|TextContent|CallToolResult|ToolResponse|StringWriter|Scanner|InputStreamReader|BufferedReader|Pair|Triple)$/;
const lasts = new Set(
  `toString equals hashCode compareTo length isEmpty isBlank isPresent isNull isNotEmpty isNotBlank isNullOrEmpty isNullOrBlank trim
  strip split substring indexOf lastIndexOf startsWith endsWith toLowerCase toUpperCase lowercase uppercase replaceAll replaceFirst
  contains containsKey containsValue matches format formatted charAt chars getBytes concat repeat lines intern stripIndent
  stream map mapToObj mapToInt flatMap filter collect toList toArray toSet toMap reduce sorted distinct limit skip anyMatch allMatch
  noneMatch findFirst findAny forEach peek iterator hasNext keySet values entrySet entries getKey getValue getOrDefault putIfAbsent
  computeIfAbsent addAll putAll orElse orElseGet orElseThrow ifPresent ifPresentOrElse asText asInt asLong asBoolean asDouble textValue
  intValue longValue doubleValue booleanValue parseInt parseLong parseDouble valueOf readTree writeValueAsString readValue treeToValue
  convertValue toJson fromJson toJsonString parseObject getMessage getClass getSimpleName getStackTrace printStackTrace getCause name ordinal
  size append println printf isAfter isBefore plusDays minusDays toMillis toInstant atZone getEpochSecond toEpochMilli nonNull requireNonNull
  asList emptyList emptyMap unmodifiableList singletonList joining groupingBy toSuccess hasText group find matcher compile
  let also apply takeIf takeUnless mapNotNull filterNotNull associate associateBy associateWith joinToString firstOrNull lastOrNull
  first last any all none count sumOf maxOf minOf sortedBy sortedByDescending groupBy toMutableList toMutableMap toTypedArray orEmpty
  ifEmpty ifBlank trimIndent trimMargin removePrefix removeSuffix substringAfter substringBefore substringAfterLast
  substringBeforeLast toInt toIntOrNull toLong toDouble toBoolean toRegex take drop forEachIndexed mapIndexed filterIsInstance flatten
  addTool addTools registerTool addResource addPrompt jsonObject jsonArray jsonPrimitive content contentOrNull intOrNull booleanOrNull encodeToString decodeFromString getStringExtra`.split(
    /\s+/,
  ),
);
const functions = new Set(
  `listOf mutableListOf mapOf mutableMapOf setOf mutableSetOf arrayOf emptyList emptyMap emptySet listOfNotNull buildString buildList
  buildMap buildJsonObject buildJsonArray putJsonObject putJsonArray JsonPrimitive JsonObject JsonArray println print require requireNotNull
  check checkNotNull error lazy run with repeat to Pair Triple TextContent CallToolResult ToolSchema put add addJsonObject arrayListOf
  hashMapOf sequenceOf maxOf minOf runCatching assert TODO super this`.split(/\s+/),
);

/** Whether a call in Java or Kotlin only computes, logs, or builds a value. */
export function isInternal(callee: string): boolean {
  if (
    statics.test(callee) ||
    steps.test(callee) ||
    loggers.test(callee) ||
    problems.test(callee) ||
    built.test(callee)
  )
    return true;
  const at = callee.lastIndexOf(".");
  return lasts.has(callee.slice(at + 1)) || (at === -1 && functions.has(callee));
}
