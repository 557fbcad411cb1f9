const properties = ["Boolean", "Number", "Integer", "String", "Array", "Object"];

function propertyOption(name: string): string {
  return `func With${name}(name string, opts ...PropertyOption) ToolOption {
	return property(name, map[string]any{"type": "${name.toLowerCase()}"}, opts)
}
`;
}

function itemsOption(name: string): string {
  return `func With${name}Items(opts ...PropertyOption) PropertyOption {
	return func(schema map[string]any) {
		items := map[string]any{"type": "${name.toLowerCase()}"}
		for _, opt := range opts { opt(items) }
		schema["items"] = items
	}
}
`;
}

/** An option of a property that sets one keyword. */
function keyword(name: string, key: string): string {
  return `func ${name}(value any) PropertyOption {
	return func(schema map[string]any) { schema["${key}"] = value }
}
`;
}

function annotation(name: string, field: string): string {
  return `func ${name}(value bool) ToolOption {
	return func(t *Tool) { t.Annotations.${field} = &value }
}
`;
}

/**
 * https://pkg.go.dev/github.com/mark3labs/mcp-go/mcp; the hints that its NewTool sets for everybody are those that the
 * protocol assumes without them: nobody claimed them, and they stay absent.
 */
export const markMcp = `package mcp
import ("encoding/json"; "reflect")
type Tool struct {
	Name string \`json:"name"\`
	Title string \`json:"title,omitempty"\`
	Description string \`json:"description,omitempty"\`
	InputSchema ToolInputSchema \`json:"inputSchema"\`
	RawInputSchema json.RawMessage \`json:"-"\`
	OutputSchema ToolOutputSchema \`json:"outputSchema,omitempty"\`
	RawOutputSchema json.RawMessage \`json:"-"\`
	Annotations ToolAnnotation \`json:"annotations"\`
	Meta any \`json:"-"\`
}
func (t Tool) GetName() string { return t.Name }
type ToolArgumentsSchema struct {
	Defs map[string]any \`json:"$defs,omitempty"\`
	Type string \`json:"type"\`
	Properties map[string]any \`json:"properties"\`
	Required []string \`json:"required,omitempty"\`
	AdditionalProperties any \`json:"additionalProperties,omitnil"\`
}
type ToolInputSchema ToolArgumentsSchema
type ToolOutputSchema ToolArgumentsSchema
type ToolAnnotation struct {
	Title string \`json:"title,omitempty"\`
	ReadOnlyHint *bool \`json:"readOnlyHint,omitnil"\`
	DestructiveHint *bool \`json:"destructiveHint,omitnil"\`
	IdempotentHint *bool \`json:"idempotentHint,omitnil"\`
	OpenWorldHint *bool \`json:"openWorldHint,omitnil"\`
}
type ToolOption func(t *Tool)
type PropertyOption func(schema map[string]any)
type TypedToolHandlerFunc[T any] func(ctx any, request any, args T) (any, error)
type StructuredToolHandlerFunc[T any, R any] func(ctx any, request any, args T) (R, error)
func ToBoolPtr(b bool) *bool { return &b }
func NewTool(name string, opts ...ToolOption) Tool {
	tool := Tool{
		Name: name,
		InputSchema: ToolInputSchema{Type: "object", Properties: make(map[string]any), Required: nil},
	}
	for _, opt := range opts { opt(&tool) }
	return tool
}
func NewToolWithRawSchema(name, description string, schema json.RawMessage) Tool {
	return Tool{Name: name, Description: description, RawInputSchema: schema}
}
func schema_mcpgo(of any, as any) any
func WithDescription(description string) ToolOption { return func(t *Tool) { t.Description = description } }
func WithToolTitle(title string) ToolOption { return func(t *Tool) { t.Title = title } }
func WithTitle(title string) ToolOption { return func(t *Tool) { t.Title = title } }
func WithToolIcons(icons ...any) ToolOption { return func(t *Tool) {} }
func WithTaskSupport(support any) ToolOption { return func(t *Tool) {} }
func WithDeferLoading(on bool) ToolOption { return func(t *Tool) {} }
func WithInputSchema[T any]() ToolOption {
	return func(t *Tool) { t.RawInputSchema = schema_mcpgo(reflect.TypeFor[T]().of, nil) }
}
func WithOutputSchema[T any]() ToolOption {
	return func(t *Tool) { t.RawOutputSchema = schema_mcpgo(reflect.TypeFor[T]().of, nil) }
}
func WithRawInputSchema(schema json.RawMessage) ToolOption { return func(t *Tool) { t.RawInputSchema = schema } }
func WithRawOutputSchema(schema json.RawMessage) ToolOption { return func(t *Tool) { t.RawOutputSchema = schema } }
func WithToolAnnotation(annotation ToolAnnotation) ToolOption { return func(t *Tool) { t.Annotations = annotation } }
func WithTitleAnnotation(title string) ToolOption { return func(t *Tool) { t.Annotations.Title = title } }
func WithSchemaAdditionalProperties(schema any) ToolOption {
	return func(t *Tool) { t.InputSchema.AdditionalProperties = schema }
}
${annotation("WithReadOnlyHintAnnotation", "ReadOnlyHint")}
${annotation("WithDestructiveHintAnnotation", "DestructiveHint")}
${annotation("WithIdempotentHintAnnotation", "IdempotentHint")}
${annotation("WithOpenWorldHintAnnotation", "OpenWorldHint")}
func property(name string, schema map[string]any, opts []PropertyOption) ToolOption {
	return func(t *Tool) {
		made := map[string]any{}
		for k, v := range schema { made[k] = v }
		if schema["type"] == "object" { made["properties"] = map[string]any{} }
		for _, opt := range opts { opt(made) }
		kept := map[string]any{}
		for k, v := range made {
			if k == "required" && v == true {
				t.InputSchema.Required = append(t.InputSchema.Required, name)
			} else {
				kept[k] = v
			}
		}
		if t.InputSchema.Properties == nil { t.InputSchema.Properties = make(map[string]any) }
		t.InputSchema.Properties[name] = kept
	}
}
${properties.map(propertyOption).join("")}
func WithAny(name string, opts ...PropertyOption) ToolOption { return property(name, map[string]any{}, opts) }
func Required() PropertyOption { return func(schema map[string]any) { schema["required"] = true } }
func Enum(values ...string) PropertyOption { return func(schema map[string]any) { schema["enum"] = values } }
${[
  ["Description", "description"],
  ["Title", "title"],
  ["DefaultString", "default"],
  ["DefaultNumber", "default"],
  ["DefaultBool", "default"],
  ["DefaultArray", "default"],
  ["MaxLength", "maxLength"],
  ["MinLength", "minLength"],
  ["Pattern", "pattern"],
  ["Max", "maximum"],
  ["Min", "minimum"],
  ["MultipleOf", "multipleOf"],
  ["Properties", "properties"],
  ["AdditionalProperties", "additionalProperties"],
  ["MinProperties", "minProperties"],
  ["MaxProperties", "maxProperties"],
  ["PropertyNames", "propertyNames"],
  ["Items", "items"],
  ["MinItems", "minItems"],
  ["MaxItems", "maxItems"],
  ["UniqueItems", "uniqueItems"],
]
  .map(([name = "", key = ""]) => keyword(name, key))
  .join("")}
${["String", "Number", "Integer", "Boolean"].map(itemsOption).join("")}
func WithStringEnumItems(values []string) PropertyOption {
	return func(schema map[string]any) { schema["items"] = map[string]any{"type": "string", "enum": values} }
}
func NewTypedToolHandler[T any](handler TypedToolHandlerFunc[T]) any {
	return func(ctx any, request any) (any, error) { var args T; return handler(ctx, request, args) }
}
func NewStructuredToolHandler[T any, R any](handler StructuredToolHandlerFunc[T, R]) any {
	return func(ctx any, request any) (any, error) { var args T; return handler(ctx, request, args) }
}
`;

/** https://pkg.go.dev/github.com/mark3labs/mcp-go/server */
export const markServer = `package server
import "github.com/mark3labs/mcp-go/mcp"
type ToolHandlerFunc func(ctx any, request any) (any, error)
type ServerTool struct { Tool mcp.Tool; Handler ToolHandlerFunc }
type ServerTaskTool struct { Tool mcp.Tool; Handler any }
type MCPServer struct { name string }
type ServerOption func(s *MCPServer)
func register(tool any, handler any)
func NewMCPServer(name, version string, opts ...any) *MCPServer { return &MCPServer{name: name} }
func (s *MCPServer) AddTool(tool mcp.Tool, handler ToolHandlerFunc) { register(tool, handler) }
func (s *MCPServer) AddTaskTool(tool mcp.Tool, handler any) { register(tool, handler) }
func (s *MCPServer) AddTools(tools ...ServerTool) { for _, t := range tools { register(t.Tool, t.Handler) } }
func (s *MCPServer) AddTaskTools(tools ...ServerTaskTool) { for _, t := range tools { register(t.Tool, t.Handler) } }
func (s *MCPServer) SetTools(tools ...ServerTool) { for _, t := range tools { register(t.Tool, t.Handler) } }
func (s *MCPServer) AddSessionTool(session string, tool mcp.Tool, handler ToolHandlerFunc) error { register(tool, handler); return nil }
func (s *MCPServer) AddSessionTools(session string, tools ...ServerTool) error {
	for _, t := range tools { register(t.Tool, t.Handler) }
	return nil
}
`;
