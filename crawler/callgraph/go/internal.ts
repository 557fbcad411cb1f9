const functions = new Set(
  `append cap clear close complex copy delete imag len make max min new panic print println real recover string int int8 int16
  int32 int64 uint uint8 uint16 uint32 uint64 float32 float64 bool byte rune any error []byte []string []rune`.split(
    /\s+/,
  ),
);

/** Packages that only compute. */
const packages = new Set(
  `fmt strings strconv errors json time log slog sort math unicode regexp bytes utf8 maps slices reflect filepath path url sync
  atomic context cmp hex base64 rand uuid zap zerolog logrus klog mcp mcpgo jsonschema cast lo runtime heap list bits binary
  sha256 md5 hmac template yaml toml xml csv trace codes attribute`.split(/\s+/),
);
/** What of those writes or reads all the same. */
const outward = /^(?:fmt\.F(?:print|scan)|log\.Fatal|filepath\.(?:Walk|Glob|EvalSymlinks))/;

/** Methods of errors, texts, times, headers, locks, loggers, and of the requests and answers of MCP's libraries. */
const methods = new Set(
  `Error Errorf String Unwrap Redacted V Lock Unlock RLock RUnlock Format Unix UnixNano Add Sub Before After IsZero Seconds Milliseconds
  Done Err Value Deadline WithError WithField WithFields Debug Debugf Info Infof Warn Warnf Warningf Printf Println Print Msg Msgf
  Str Int Int64 Bool Dur Fields GetArguments GetString GetInt GetBool GetFloat RequireString RequireInt RequireBool RequireFloat
  BindArguments TrimSpace MatchString FindStringSubmatch FindString FindAllString ReplaceAllString WriteString Len Bytes Text
  As Is Hex Elem Kind Type Field NumField Interface IsNil Encode SetEscapeHTML UTC Truncate`.split(
    /\s+/,
  ),
);

/** Whether a callee never leaves the program. */
export function isInternal(callee: string): boolean {
  const first = /^[^.(]*/.exec(callee)?.[0] ?? "";
  if (!callee.includes(".")) return functions.has(callee);
  if (packages.has(first)) return !outward.test(callee);
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  return (
    methods.has(last) ||
    /^io\.(?:ReadAll|LimitReader|NopCloser|MultiReader|TeeReader)$/.test(callee) ||
    /^os\.(?:Getenv|LookupEnv|Exit|IsNotExist)$/.test(callee) ||
    /(?:Header|Header\(\))\.(?:Set|Add|Get|Del)$|\.Query\(\)\.Get$|\.Body\.Close$|^(?:q|query|params|values)\.(?:Set|Add|Get|Encode)$/.test(
      callee,
    )
  );
}
