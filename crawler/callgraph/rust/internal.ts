/** Macros and functions that format, check, log or make values. */
const functions = new Set(
  `format println eprintln print eprint write writeln vec json assert assert_eq assert_ne debug_assert debug info warn error trace
  matches anyhow bail ensure panic todo unimplemented unreachable dbg concat env option_env include_str include_bytes format_args
  schema_for try drop`.split(/\s+/),
);

const modules =
  /^(?:tracing|log|serde_json|serde|anyhow|std\.(?:mem|env|cmp|iter|time|fmt|collections)|chrono|Utc|Local|Duration|Instant|SystemTime|Uuid|String|Vec|HashMap|HashSet|BTreeMap|BTreeSet|VecDeque|Arc|Rc|Box|Mutex|RwLock|Cow|Path|PathBuf|OsString|Regex|Some|Option|Result|Cell|RefCell|Default|CallToolResult|Content|ErrorData|McpError|ErrorCode|Error|Ordering|base64|hex|regex|schemars|iter|mem|cmp|fmt)\.(?!remove_|set_var)/;

/** Methods of texts, lists, maps, options, results, times, paths, locks, iterators and loggers. */
const methods = new Set(
  `unwrap unwrap_or unwrap_or_else unwrap_or_default expect clone cloned copied to_string to_owned into try_into as_str as_ref as_mut
  as_deref as_bytes as_slice as_i64 as_u64 as_f64 as_bool as_array as_object as_path map map_err map_or map_or_else and_then ok ok_or
  ok_or_else or_else err is_some is_none is_ok is_err is_empty is_some_and iter iter_mut into_iter collect filter filter_map flat_map
  find_map fold any all enumerate zip rev skip take take_while sum count last nth peekable chain min max sort sort_by sort_by_key
  dedup push push_str extend contains contains_key starts_with ends_with split splitn rsplit split_once split_whitespace trim
  trim_start trim_end trim_start_matches trim_end_matches strip_prefix strip_suffix replace to_lowercase to_uppercase to_ascii_lowercase
  chars bytes lines parse len capacity join display to_string_lossy to_str to_path_buf file_name file_stem extension parent
  with_extension components as_os_str context with_context await borrow borrow_mut lock deref elapsed as_secs as_millis to_rfc3339
  format timestamp eq ne cmp partial_cmp hash fmt from_str to_vec concat repeat is_absolute error_for_status chunks windows
  entry or_insert or_insert_with or_default keys values values_mut get_or_insert_with is_match captures as_array_mut`.split(
    /\s+/,
  ),
);

/** Whether a callee never leaves the program; names that start with a capital make a value of an enumeration or a tuple. */
export function isInternal(callee: string): boolean {
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  if (/^\p{Lu}/u.test(last)) return true;
  if (!callee.includes(".")) return functions.has(last);
  return methods.has(last) || modules.test(callee);
}
