/** A set out of words between spaces. */
function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '))
}

/**
 * Functions whose answer depends on their arguments alone: fit for checks, generated columns and indexes.
 *
 * None reads or sets the session, the catalogue or a file, runs SQL out of a text, or makes a text of any length asked for.
 */
export const steadyFunctions = words(
  'coalesce nullif greatest least num_nulls num_nonnulls',
  'abs ceil ceiling floor round trunc sign mod div power sqrt exp ln log gcd lcm width_bucket',
  'lower upper initcap length char_length character_length octet_length bit_length trim btrim ltrim rtrim left right',
  'substring substr strpos position overlay replace translate reverse split_part starts_with ascii chr',
  'regexp_replace regexp_match regexp_matches regexp_count regexp_like regexp_instr regexp_substr',
  'regexp_split_to_array regexp_split_to_table string_to_array string_to_table concat concat_ws normalize',
  'md5 sha256 encode decode convert_to convert_from',
  'array_append array_cat array_length array_lower array_upper array_ndims array_position array_positions',
  'array_prepend array_remove array_replace array_to_string trim_array cardinality',
  'jsonb_typeof jsonb_array_length jsonb_exists jsonb_exists_any jsonb_exists_all jsonb_contains jsonb_extract_path',
  'jsonb_extract_path_text jsonb_set jsonb_insert jsonb_strip_nulls jsonb_path_exists jsonb_path_match jsonb_path_query',
  'jsonb_path_query_array jsonb_path_query_first json_typeof json_array_length json_extract_path json_extract_path_text',
  'extract date_part date_trunc date_bin make_date make_time make_timestamp make_interval justify_days justify_hours',
  'justify_interval isfinite timezone',
  'int4range int8range numrange tsrange tstzrange daterange isempty lower_inc upper_inc lower_inf upper_inf range_merge',
  'to_tsvector plainto_tsquery phraseto_tsquery websearch_to_tsquery to_tsquery setweight',
)

/** What a default may call besides. */
export const momentFunctions = words(
  'now transaction_timestamp statement_timestamp clock_timestamp gen_random_uuid random',
)

const queryFunctions = words(
  'count sum avg min max bool_and bool_or every bit_and bit_or string_agg array_agg json_agg jsonb_agg',
  'json_object_agg jsonb_object_agg stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp',
  'regr_slope regr_intercept regr_r2 regr_count mode percentile_cont percentile_disc range_agg any_value grouping',
  'row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value',
  'json_build_object json_build_array jsonb_build_object jsonb_build_array to_json to_jsonb row_to_json array_to_json',
  'json_object jsonb_object jsonb_pretty json_strip_nulls',
  'json_array_elements json_array_elements_text json_each json_each_text json_object_keys json_to_record',
  'json_to_recordset json_populate_record json_populate_recordset jsonb_array_elements jsonb_array_elements_text',
  'jsonb_each jsonb_each_text jsonb_object_keys jsonb_to_record jsonb_to_recordset jsonb_populate_record',
  'jsonb_populate_recordset unnest generate_series generate_subscripts',
  'age to_char to_date to_number to_timestamp',
  'ts_rank ts_rank_cd ts_headline numnode querytree strip',
)

/** Casts written as calls, and types with their length: `numeric(10, 2)`. */
export const sizedTypes = words(
  'varchar char character varying bpchar bit numeric decimal dec float timestamp timestamptz time interval',
)

export const columnTypes = words(
  'uuid text varchar char character bpchar int integer int2 int4 int8 smallint bigint numeric decimal dec real float',
  'float4 float8 double boolean bool date time timestamp timestamptz interval json jsonb bytea bit tsvector inet cidr',
  'int4range int8range numrange tsrange tstzrange daterange',
)

const castTypes: ReadonlySet<string> = new Set([
  ...columnTypes,
  ...words('timetz jsonpath tsquery citext int4multirange int8multirange nummultirange tsmultirange'),
  ...words('tstzmultirange datemultirange'),
])

export function mayCall(name: string): boolean {
  return steadyFunctions.has(name) || momentFunctions.has(name) || queryFunctions.has(name) || sizedTypes.has(name)
}

export function mayCast(type: string): boolean {
  return castTypes.has(type)
}

/** Words of the language, unquoted, that a parenthesis may follow without being called. */
export const openers = words(
  'select from where and or not in any some all exists as on using values over filter group by having union intersect',
  'except when then else case between symmetric like ilike to limit offset first next set returning with lateral',
  'distinct array row join materialized conflict only rollup cube sets escape zone insert for placing leading trailing',
  'both from is partition order within search cast precision varying update merge matched ordinality end',
)

/** Words that read the session or what is not the plugin's, wherever they stand unquoted. */
export const barredWords: ReadonlyMap<string, string> = new Map([
  ...[...words('current_user session_user current_role user system_user current_catalog current_schema')].map(
    (word) => [word, `${word} tells of the platform's own database, which a plugin does not see`] as const,
  ),
  ['table', 'Write SELECT * FROM instead of TABLE'],
  ['tablesample', 'TABLESAMPLE calls what is on no list'],
  ['operator', 'Write an operator by its sign alone'],
])

/**
 * What PostgreSQL would call of a name behind a dot, where no column has it: `(x).current_setting` is `current_setting(x)`.
 *
 * Of its functions of one argument, those that read or set the session, the catalogue, a file or another query's text. The
 * test of the guard holds this against the functions of a real server.
 */
export const barredMembers =
  /^(binary_upgrade_|brin_|fmgr_|gin_|lo_|plpgsql_|reg[a-z]+(in|out|recv|send)$|to_reg)|^(aclexplode|amvalidate|bernoulli|current_schemas|current_setting|currval|heap_tableam_handler|mxid_age|nextval|obj_description|oidvectortypes|row_security_active|set_config|setseed|system|ts_debug|ts_stat|ts_token_type|txid_status)$|(_typanalyze|handler|_validator)$/

/** Casts to these look names up in the catalogue. */
export const registryTypes = words(
  'regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype',
)
