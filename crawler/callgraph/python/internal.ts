const functions = new Set(
  `print len str int float bool bytes list dict set tuple frozenset range enumerate zip map filter sorted reversed sum min max
  abs round any all isinstance issubclass hasattr getattr type id repr hash iter next callable super format ord chr divmod vars
  object property staticmethod classmethod bytearray slice cast dataclass field Field TypeVar asdict deepcopy copy
  partial wraps lru_cache defaultdict OrderedDict Counter deque namedtuple TextContent ImageContent Tool CallToolResult
  ToolError McpError ErrorData JSONResponse HTTPException timedelta datetime date Decimal UUID uuid4 Path quote quote_plus
  urlencode urljoin urlparse dedent`.split(/\s+/),
);

const modules =
  /^(?:json|re|time|datetime|math|random|logging|copy|itertools|functools|collections|string|textwrap|uuid|hashlib|hmac|base64|html|typing|dataclasses|decimal|statistics|operator|traceback|warnings|inspect|difflib|fnmatch|struct|urllib\.parse|parse|os\.path|types|enum|zoneinfo|orjson|contextlib|asyncio\.(?:sleep|gather|wait_for|Lock|Event|Queue|Semaphore|timeout|get_event_loop|get_running_loop|to_thread)|os\.(?:getenv|environ\.get|getcwd|path\.\w+)|sys\.(?:exit|stderr|stdout)|ctx\.(?:info|debug|warning|error|report_progress)|context\.(?:info|debug|warning|error))(?:\(\))?\./;
const exact =
  /^(?:os\.(?:getenv|environ\.get|getcwd)|asyncio\.(?:sleep|gather|wait_for|Lock|Event|Queue|Semaphore|timeout|get_event_loop|get_running_loop|to_thread)|sys\.exit|(?:ctx|context)\.(?:info|debug|warning|error|report_progress)|types\.\w+|mcp\.types\.\w+)$/;

/** Methods of texts, lists, dictionaries, numbers, times, models and loggers. */
const methods = new Set(
  `append extend items keys values setdefault strip lstrip rstrip split rsplit splitlines partition rpartition lower upper title
  capitalize casefold startswith endswith encode decode format join zfill ljust rjust center isdigit isalpha isalnum isnumeric
  isspace islower isupper isidentifier index count sort reverse isoformat strftime strptime fromisoformat timestamp total_seconds
  utcnow now today astimezone model_dump model_dump_json model_validate model_validate_json model_json_schema dict parse_obj
  raise_for_status json group groups groupdict finditer findall fullmatch hexdigest digest most_common union intersection
  difference issubset issuperset translate expandtabs removeprefix removesuffix as_posix with_suffix relative_to joinpath
  is_absolute bit_length to_bytes debug info warning exception critical add_argument copy`.split(
    /\s+/,
  ),
);

/** Names of what holds a call's own arguments and answers: `arguments.get` asks nobody. */
const holders =
  /^(?:arguments|args|kwargs|params|parameters|data|result|results|payload|config|item|row|entry|options|opts|headers|response_data|body|record|obj|info|meta|metadata|inputs?|d)\.(?:get|pop|update)$/;

/** Whether a callee never leaves the program. */
export function isInternal(callee: string): boolean {
  if (!callee.includes("."))
    return functions.has(callee) || /(?:Error|Exception|Warning)$/.test(callee);
  if (/(?:Error|Exception|Warning|(?:^|\.)(?:_?log(?:ger)?)\.\w+)$/i.test(callee)) return true;
  if (modules.test(callee) || exact.test(callee) || holders.test(callee)) return true;
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  return methods.has(last) || (last === "replace" && !/(?:^os|path)\.replace$/i.test(callee));
}
