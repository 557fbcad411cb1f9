import type { JsonSchema } from "../../../model.ts";

/** Types that stand for their first argument on the wire. */
export const wrappers = new Set([
  "Box",
  "Arc",
  "Rc",
  "Cow",
  "Mutex",
  "RwLock",
  "RefCell",
  "Cell",
  "Parameters",
  "Json",
  "Reverse",
  "Saturating",
  "Wrapping",
]);

const formats = new Map<string, JsonSchema>([
  ["DateTime", { type: "string", format: "date-time" }],
  ["OffsetDateTime", { type: "string", format: "date-time" }],
  ["Timestamp", { type: "string", format: "date-time" }],
  ["NaiveDateTime", { type: "string", format: "partial-date-time" }],
  ["NaiveDate", { type: "string", format: "date" }],
  ["NaiveTime", { type: "string", format: "partial-time" }],
  ["Uuid", { type: "string", format: "uuid" }],
  ["Url", { type: "string", format: "uri" }],
  ["IpAddr", { type: "string", format: "ip" }],
  ["Ipv4Addr", { type: "string", format: "ipv4" }],
  ["Ipv6Addr", { type: "string", format: "ipv6" }],
  ["char", { type: "string", minLength: 1, maxLength: 1 }],
  ["bool", { type: "boolean" }],
  ["Number", { type: "number" }],
  ["Decimal", { type: "string" }],
]);
const texts =
  /^(?:str|String|Path|PathBuf|OsString|OsStr|SmolStr|CompactString|EcoString|SmartString|Utf8PathBuf|Version|VersionReq|SocketAddr|SocketAddrV4|SocketAddrV6|ByteString|Email|Regex|Uri)$/;
const integers = /^(?:NonZero)?(?<sign>[iuIU])(?<bits>8|16|32|64|128|size)$/;
const lists = /^(?:Vec|VecDeque|LinkedList|SmallVec|ArrayVec|TinyVec|BinaryHeap|SliceVec)$/;
const sets = /^(?:HashSet|BTreeSet|IndexSet|FxHashSet|AHashSet)$/;
const maps = /^(?:HashMap|BTreeMap|IndexMap|FxHashMap|AHashMap|DashMap)$/;

/** The schema of a type of the standard library or of a well-known crate; empty, which allows anything, for every other. */
export function knownType(
  name: string,
  full: string,
  first: (() => JsonSchema) | undefined,
  second: (() => JsonSchema) | undefined,
): JsonSchema {
  if (texts.test(name)) return { type: "string" };
  const integer = integers.exec(name);
  if (integer !== null) return integerSchema(integer.groups ?? {}, name.startsWith("NonZero"));
  if (/^(?:f32|f64|F32|F64|OrderedFloat|NotNan)$/.test(name))
    return { type: "number", format: name.toLowerCase() === "f32" ? "float" : "double" };
  if (lists.test(name)) return { type: "array", items: first?.() ?? {} };
  if (sets.test(name)) return { type: "array", uniqueItems: true, items: first?.() ?? {} };
  if (maps.test(name)) return { type: "object", additionalProperties: second?.() ?? {} };
  if (name === "JsonObject" || (name === "Map" && (first === undefined || second !== undefined)))
    return { type: "object", additionalProperties: true };
  if (name === "Duration" && !full.includes("chrono"))
    return {
      type: "object",
      properties: { secs: { type: "integer" }, nanos: { type: "integer" } },
      required: ["secs", "nanos"],
    };
  return { ...formats.get(name) };
}

function integerSchema(groups: Record<string, string>, isNonZero: boolean): JsonSchema {
  const { sign = "i", bits = "32" } = groups;
  const unsigned = sign.toLowerCase() === "u";
  const size = bits === "size" ? "" : bits;
  return {
    type: "integer",
    format: `${unsigned ? "uint" : "int"}${size}`,
    ...(unsigned ? { minimum: isNonZero ? 1 : 0 } : {}),
  };
}
