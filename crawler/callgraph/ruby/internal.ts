const functions = new Set(
  `require require_relative load include extend prepend raise fail puts print p pp warn format sprintf loop lambda proc rand srand sleep
  block_given? catch throw binding caller Integer Float String Array Hash Rational attr_reader attr_writer attr_accessor private public
  protected module_function freeze tool_name description title annotations argument arguments required optional property
  input_schema text_response error_response response render json_response respond_to method define_method instance_variable_get
  instance_variable_set gets at_exit URI Pathname Set BigDecimal t I18n.t`.split(/\s+/),
);
const modules =
  /^(?:JSON|YAML\.(?:dump|load|safe_load)|Time|Date|DateTime|Math|Base64|Digest|SecureRandom|URI|CGI|ERB|Shellwords|Regexp|Set|Struct|OpenStruct|Comparable|Kernel\.(?:format|sprintf|puts|raise)|Rails\.(?:logger|root|env)|ENV|I18n|Logger|Process\.clock_gettime|MCP\.Tool\.Response|MCP\.Content|ActiveSupport|File\.(?:join|basename|dirname|extname|expand_path|absolute_path|exist\?|file\?|directory\?)|Encoding|StringIO|Pathname|Array|Hash|Integer|Float|String|Object|Rational|Benchmark)(?:\(\))?(?:\.|$)/;
const loggers = /(?:^|\.)(?:logger|log)(?:\.|$)/;
const problems = /(?:^|\.)\w*(?:Error|Exception)$/;
const lasts = new Set(
  `to_s to_i to_f to_a to_h to_sym to_json to_str inspect freeze dup clone nil? blank? present? empty? any? all? none? one? zero?
  positive? include? key? has_key? member? is_a? kind_of? instance_of? respond_to? frozen? eql? equal? hash class object_id tap then
  yield_self itself map flat_map collect each each_with_index each_with_object each_slice each_cons each_pair each_key each_value
  each_line each_char select filter filter_map reject find_index detect inject reduce sum min max min_by max_by sort sort_by sort_by!
  group_by partition zip flatten compact uniq reverse first last take drop take_while drop_while length size count keys values
  values_at dig fetch merge slice except transform_values transform_keys symbolize_keys stringify_keys deep_symbolize_keys
  with_indifferent_access invert index rindex concat join split strip lstrip rstrip chomp chop chars lines bytes bytesize upcase downcase
  capitalize swapcase titleize camelize underscore humanize pluralize singularize constantize parameterize truncate squish gsub sub gsub! sub!
  tr scan match match? =~ start_with? end_with? ljust rjust center prepend succ ord chr encode force_encoding unicode_normalize
  valid_encoding? unpack unpack1 pack hex oct round floor ceil abs divmod clamp between? times upto downto step strftime iso8601
  to_date to_time to_datetime beginning_of_day end_of_day ago from_now utc parsed_response message full_message backtrace lazy
  each_entry tally sum cycle presence push append unshift pop shift compact! uniq! map! select! reject! sort! flatten! merge! store
  info debug warn error fatal code success? status body headers parse generate pretty_generate nonzero? is_number? lines`.split(
    /\s+/,
  ),
);
/** Names of what holds a call's own arguments: `params.fetch(:id)` asks nobody. */
const holders =
  /^(?:params|args|arguments|options|opts|kwargs|input|result|results|response|payload|data)\./;

/** Whether a call in Ruby only computes, logs, or builds a value. */
export function isInternal(callee: string): boolean {
  if (functions.has(callee) || modules.test(callee) || loggers.test(callee)) return true;
  if (problems.test(callee) || holders.test(callee)) return true;
  const at = callee.lastIndexOf(".");
  return at !== -1 && lasts.has(callee.slice(at + 1));
}
