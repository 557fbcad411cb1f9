/** Types whose methods never leave the program. */
const pure = new Set(
  "Collection Closure Carbon CarbonImmutable DateTime DateTimeImmutable DateInterval Stringable".split(
    " ",
  ),
);

/** Whether a value of a type only computes. */
export const isPure = (type: string | undefined): boolean => type !== undefined && pure.has(type);

const functions = new Set(
  `isset empty unset is_null is_array is_string is_numeric is_int is_bool is_object is_callable is_float intval floatval strval boolval
  count sizeof strlen mb_strlen strtolower strtoupper mb_strtolower mb_strtoupper ucfirst ucwords lcfirst trim ltrim rtrim explode
  implode join str_replace str_contains str_starts_with str_ends_with strpos stripos strrpos mb_strpos substr mb_substr str_repeat
  str_pad sprintf vsprintf printf number_format preg_match preg_match_all preg_replace preg_replace_callback preg_split preg_quote
  array_map array_filter array_merge array_keys array_values array_unique array_combine array_flip array_slice array_splice
  array_key_exists array_key_first array_key_last array_push array_pop array_shift array_unshift array_reverse array_search
  array_column array_diff array_intersect array_intersect_key array_diff_key array_sum array_fill array_fill_keys array_walk
  array_reduce array_is_list array_chunk in_array range compact extract usort uasort uksort sort rsort asort arsort ksort krsort
  json_encode json_decode json_last_error json_last_error_msg serialize var_export print_r var_dump date gmdate time microtime
  strtotime mktime checkdate date_create min max abs round floor ceil intdiv rand mt_rand random_int random_bytes uniqid md5 sha1 hash
  hash_hmac crc32 base64_encode base64_decode bin2hex urlencode rawurlencode urldecode http_build_query parse_url parse_str
  htmlspecialchars html_entity_decode htmlentities strip_tags nl2br ctype_digit ctype_alpha filter_var function_exists class_exists
  method_exists property_exists get_class gettype is_a is_subclass_of func_get_args call_user_func iterator_to_array spl_object_id
  define defined constant error_log trigger_error usleep sleep assert dirname basename pathinfo realpath getcwd php_sapi_name phpversion
  memory_get_usage memory_get_peak_usage ini_get error_reporting set_error_handler restore_error_handler debug_backtrace
  collect data_get data_set head last now today config env __ trans logger report throw_if throw_unless abort_if abort_unless rescue
  tap value with optional blank filled str class_basename url route app resolve base_path storage_path app_path config_path public_path
  resource_path database_path esc_html esc_attr esc_html__ esc_url sanitize_text_field sanitize_key absint wp_json_encode __return_true
  wp_parse_args is_wp_error current_time apply_filters add_filter add_action do_action _x _e _n mb_strwidth strcmp strcasecmp strncmp
  strcspn levenshtein similar_text wordwrap chunk_split nl_langinfo ucwords array_rand shuffle end reset key current next prev each
  array_walk_recursive array_merge_recursive array_replace is_iterable is_countable iterator_count fdiv fmod pow sqrt log exp
  str_word_count substr_count ord chr strrev strtr sscanf str_split mb_str_split mb_convert_encoding mb_check_encoding iconv utf8_encode
  strtok fclose fseek feof curl_error curl_errno curl_getinfo curl_close`.split(/\s+/),
);
const classes =
  /^(?:Str|Arr|Carbon|CarbonImmutable|DateTime|DateTimeImmutable|DateInterval|Response|ResponseFactory|Log|Validator|Collection|JsonSchema|Tool|Lang|Uuid|Number|Config|Assert|Closure|Reflection\w*|ToolResult|TextContent|CallToolResult|ArrayObject|SplObjectStorage|stdClass|Throwable)(?:\.|\(\)|$)/;
const collections = /^collect\(\)/;
const problems = /(?:^|\.)\w*(?:Exception|Error)$/;
const loggers = /^(?:this\.)?(?:_?log|logger)(?:\(\))?\./;
const lasts = new Set(
  `toArray toJson jsonSerialize __toString getMessage getCode getTraceAsString getPrevious map mapWithKeys filter reject pluck keyBy
  groupBy sortBy sortByDesc values unique flatten implode contains isEmpty isNotEmpty toIso8601String toDateTimeString format diffForHumans
  description required enum nullable validate validated json throw successful failed status body getStatusCode getContents getBody
  isString isArray modify getTimestamp integer float collect only except merge`.split(/\s+/),
);
/** Names of what holds a call's own arguments: `$request->get('id')` asks nobody. */
const holders = /^(?:request|arguments|args|params|input|payload|validated|schema)\./;

/** Whether a call in PHP only computes, logs, or builds a value. */
export function isInternal(callee: string): boolean {
  if (!callee.includes(".") && functions.has(callee)) return true;
  if (
    collections.test(callee) ||
    classes.test(callee) ||
    problems.test(callee) ||
    loggers.test(callee) ||
    holders.test(callee)
  )
    return true;
  const at = callee.lastIndexOf(".");
  return at !== -1 && lasts.has(callee.slice(at + 1));
}
