const keywords = `
	ID string \`json:"$id,omitempty"\`
	Schema string \`json:"$schema,omitempty"\`
	Ref string \`json:"$ref,omitempty"\`
	Comment string \`json:"$comment,omitempty"\`
	Defs map[string]*Schema \`json:"$defs,omitempty"\`
	Definitions map[string]*Schema \`json:"$defs,omitempty"\`
	Title string \`json:"title,omitempty"\`
	Description string \`json:"description,omitempty"\`
	Type string \`json:"type,omitempty"\`
	Enum []any \`json:"enum,omitempty"\`
	Const any \`json:"const,omitempty"\`
	MultipleOf any \`json:"multipleOf,omitempty"\`
	Minimum any \`json:"minimum,omitnil"\`
	Maximum any \`json:"maximum,omitnil"\`
	ExclusiveMinimum any \`json:"exclusiveMinimum,omitnil"\`
	ExclusiveMaximum any \`json:"exclusiveMaximum,omitnil"\`
	MinLength any \`json:"minLength,omitnil"\`
	MaxLength any \`json:"maxLength,omitnil"\`
	Pattern string \`json:"pattern,omitempty"\`
	PrefixItems []*Schema \`json:"prefixItems,omitempty"\`
	Items *Schema \`json:"items,omitnil"\`
	MinItems any \`json:"minItems,omitnil"\`
	MaxItems any \`json:"maxItems,omitnil"\`
	UniqueItems bool \`json:"uniqueItems,omitempty"\`
	Contains *Schema \`json:"contains,omitnil"\`
	MinProperties any \`json:"minProperties,omitnil"\`
	MaxProperties any \`json:"maxProperties,omitnil"\`
	Required []string \`json:"required,omitempty"\`
	DependentRequired map[string][]string \`json:"dependentRequired,omitempty"\`
	PatternProperties map[string]*Schema \`json:"patternProperties,omitempty"\`
	AdditionalProperties *Schema \`json:"additionalProperties,omitnil"\`
	PropertyNames *Schema \`json:"propertyNames,omitnil"\`
	AllOf []*Schema \`json:"allOf,omitempty"\`
	AnyOf []*Schema \`json:"anyOf,omitempty"\`
	OneOf []*Schema \`json:"oneOf,omitempty"\`
	Not *Schema \`json:"not,omitnil"\`
	If *Schema \`json:"if,omitnil"\`
	Then *Schema \`json:"then,omitnil"\`
	Else *Schema \`json:"else,omitnil"\`
	Format string \`json:"format,omitempty"\`
	ReadOnly bool \`json:"readOnly,omitempty"\`
	WriteOnly bool \`json:"writeOnly,omitempty"\`
	Deprecated bool \`json:"deprecated,omitempty"\`
	Examples []any \`json:"examples,omitempty"\`
	ContentEncoding string \`json:"contentEncoding,omitempty"\`
	ContentMediaType string \`json:"contentMediaType,omitempty"\`
`;

/** https://pkg.go.dev/github.com/google/jsonschema-go/jsonschema */
export const jsonschemaGo = `package jsonschema
import ("encoding/json"; "reflect")
type Schema struct {${keywords}
	Types []string \`json:"type,omitempty"\`
	Default json.RawMessage \`json:"default,raw"\`
	Properties map[string]*Schema \`json:"properties,omitempty"\`
	Extra map[string]any \`json:"-"\`
	PropertyOrder []string \`json:"-"\`
}
type ForOptions struct { IgnoreInvalidTypes bool; TypeSchemas map[any]*Schema }
func schema_google(of any, as any) any
func For[T any](opts *ForOptions) (*Schema, error) { return ForType(reflect.TypeFor[T](), opts) }
func ForType(t reflect.Type, opts *ForOptions) (*Schema, error) {
	made := schema_google(t.of, Schema)
	return &made, nil
}
func Ptr[T any](v T) *T { return &v }
func (s *Schema) CloneSchemas() *Schema { return s }
`;

/** https://pkg.go.dev/github.com/invopop/jsonschema */
export const jsonschemaInvopop = `package jsonschema
import "reflect"
type Pair struct { Key string; Value *Schema; next *Pair }
func (p *Pair) Next() *Pair { return p.next }
type OrderedMap struct { pairs []*Pair }
func (m *OrderedMap) Len() int { return len(m.pairs) }
func (m *OrderedMap) Oldest() *Pair { if len(m.pairs) == 0 { return nil }; return m.pairs[0] }
func (m *OrderedMap) Get(key string) (*Schema, bool) {
	for _, p := range m.pairs { if p.Key == key { return p.Value, true } }
	return nil, false
}
func (m *OrderedMap) Set(key string, value *Schema) (*Schema, bool) {
	for _, p := range m.pairs { if p.Key == key { p.Value = value; return nil, true } }
	m.pairs = append(m.pairs, &Pair{Key: key, Value: value})
	return nil, false
}
func NewProperties() *OrderedMap { return &OrderedMap{pairs: []*Pair{}} }
type Schema struct {${keywords}
	Default any \`json:"default,omitnil"\`
	Properties *OrderedMap \`json:"properties,omitnil"\`
	Extras map[string]any \`json:"-"\`
	Version string \`json:"-"\`
}
type Reflector struct { RequiredFromJSONSchemaTags bool; DoNotReference bool; ExpandedStruct bool; AllowAdditionalProperties bool; Anonymous bool }
func schema_invopop(of any, as any) any
func schema_invopoptags(of any, as any) any
func (r *Reflector) Reflect(v any) *Schema { return r.ReflectFromType(reflect.TypeOf(v)) }
func (r *Reflector) ReflectFromType(t reflect.Type) *Schema {
	if r.RequiredFromJSONSchemaTags {
		made := schema_invopoptags(t.of, Schema)
		return &made
	}
	return ReflectFromType(t)
}
func Reflect(v any) *Schema { return ReflectFromType(reflect.TypeOf(v)) }
func ReflectFromType(t reflect.Type) *Schema {
	made := schema_invopop(t.of, Schema)
	return &made
}
`;
