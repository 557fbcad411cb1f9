/** Globals and functions that compute, wait or log. */
const functions = new Set(
  `String Number Boolean BigInt Symbol Array Object Map Set WeakMap WeakSet WeakRef Date RegExp Promise Proxy Intl URL
  URLSearchParams Headers FormData Blob AbortController TextEncoder TextDecoder Uint8Array ArrayBuffer Float32Array Buffer
  parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI structuredClone btoa atob
  setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate queueMicrotask require super randomUUID
  fileURLToPath pathToFileURL promisify dirname basename extname isAbsolute sleep delay zodToJsonSchema uuidv4 nanoid
  __awaiter __generator __importDefault __importStar __toESM __spreadArray __rest __assign __values __decorate __param __metadata
  __classPrivateFieldGet __classPrivateFieldSet join relative resolve reject rej res next done cb callback fn operation task
  homedir tmpdir platform hostname log debug logger logError logInfo logWarn logWarning logDebug inspect deepEqual assert
  invariant`.split(/\s+/),
);

/** Objects all of whose methods compute or log. */
const roots =
  /^(?:JSON|Object|Math|Number|String|Array|Boolean|Date|Promise|Symbol|Reflect|BigInt|Intl|RegExp|Error|console|z|zod|zod_1|Type|path|nodePath|posix|import\.meta|performance|util|assert|querystring|AbortSignal|Buffer|Zod|Number|Temporal)(?:\.|\(|$)/;
const exact =
  /^(?:process\.(?:cwd|hrtime|uptime|memoryUsage|nextTick|stderr\.write|stdout\.write|hrtime\.bigint|on)|crypto\.(?:randomUUID|randomBytes|createHash|createHmac|getRandomValues|timingSafeEqual)(?:\(\)\..+)?|(?:randomBytes|createHash|createHmac)(?:\(\)\..+)?|URL\.(?:canParse|parse)|os\.(?:platform|arch|EOL|homedir|tmpdir|hostname|cpus|type))$/;
/** Anything that is called as a logger is. */
const loggers =
  /(?:^|\.)(?:_?log(?:ger|ging)?|LOG(?:GER)?|console|debug|winston|pino|telemetry|tracer|span|metrics)(?:\(\))?\.[\w$]+$|\.(?:sendLoggingMessage|sendNotification|reportProgress)$/;
/** What holds texts that are sent later. */
const holders =
  /(?:^|\.)(?:url|params|searchParams|queryParams|query|search|headers|form|formData|body|URLSearchParams)(?:\(\))?\.(?:append|set|get|has|delete|getAll|toString|entries)$/;

/** Methods of texts, arrays, maps, numbers, times, promises, answers and schemas. */
const methods = new Set(
  `map filter forEach reduce reduceRight some every flat flatMap join push unshift shift concat includes indexOf lastIndexOf
  slice splice sort toSorted reverse toReversed fill findIndex findLast findLastIndex at
  startsWith endsWith split trim trimStart trimEnd replace replaceAll match matchAll test padStart padEnd charAt charCodeAt
  codePointAt substring substr toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase localeCompare normalize repeat
  toString toFixed toPrecision toISOString toLocaleString toLocaleDateString toLocaleTimeString toDateString toJSON valueOf
  getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds getTimezoneOffset setDate setHours setMonth setMinutes
  then catch finally bind hasOwnProperty isPrototypeOf fromEntries entries
  json text arrayBuffer blob bytes clone parse safeParse parseAsync safeParseAsync optional nullable nullish describe
  min max int positive nonnegative passthrough strict shape default addEventListener removeEventListener setEncoding
  digest`.split(/\s+/),
);

/** Whether a callee never leaves the program. */
export function isInternal(callee: string): boolean {
  if (!callee.includes("."))
    return functions.has(callee) || /(?:Error|Exception|\(\)|\[\])$/.test(callee);
  if (isBuiltin(callee) || holders.test(callee)) return true;
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  return methods.has(last) || /(?:Error|\[\])$/.test(last);
}

/** Types of which what is read from them is the program's own; what is put into some is sent later. */
const stores = /^(?:Map|Set|WeakMap|WeakSet|ReadonlyMap|ReadonlySet)$/;
const values =
  /^(?:URLSearchParams|Headers|FormData|URL|Date|RegExp|TextEncoder|TextDecoder|AbortController|Array|Error)$/;
const reads = /^(?:get|has|keys|values|entries|forEach|size)$/;

/** Whether a method of a value of a built-in type only computes. */
export function isOfBuiltin(type: string, method: string): boolean {
  return values.test(type) || (stores.test(type) && reads.test(method));
}

/** Whether a callee stands on an object of the language itself, which no server replaces. */
export function isBuiltin(callee: string): boolean {
  return roots.test(callee) || exact.test(callee) || loggers.test(callee);
}
