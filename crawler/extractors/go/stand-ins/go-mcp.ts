/** https://pkg.go.dev/github.com/ThinkInAIXYZ/go-mcp */
export const goMcp = `package protocol
import ("encoding/json"; "reflect")
type Tool struct {
	Name string \`json:"name"\`
	Title string \`json:"title,omitempty"\`
	Description string \`json:"description,omitempty"\`
	InputSchema any \`json:"inputSchema"\`
	RawInputSchema json.RawMessage \`json:"-"\`
	Annotations *ToolAnnotations \`json:"annotations,omitnil"\`
}
type ToolAnnotations struct {
	Title string \`json:"title,omitempty"\`
	ReadOnlyHint *bool \`json:"readOnlyHint,omitnil"\`
	DestructiveHint *bool \`json:"destructiveHint,omitnil"\`
	IdempotentHint *bool \`json:"idempotentHint,omitnil"\`
	OpenWorldHint *bool \`json:"openWorldHint,omitnil"\`
}
type InputSchema struct {
	Type any \`json:"type"\`
	Properties map[string]*Property \`json:"properties,omitempty"\`
	Required []string \`json:"required,omitempty"\`
}
type Property struct {
	Type any \`json:"type"\`
	Description string \`json:"description,omitempty"\`
	Items *Property \`json:"items,omitnil"\`
	Properties map[string]*Property \`json:"properties,omitempty"\`
	Required []string \`json:"required,omitempty"\`
	Enum []any \`json:"enum,omitempty"\`
	Default any \`json:"default,omitnil"\`
}
const (
	Object = "object"
	ObjectT = "object"
	Number = "number"
	Integer = "integer"
	String = "string"
	Array = "array"
	Null = "null"
	Boolean = "boolean"
)
type Server struct { name string }
func register(tool any, handler any)
func schema_gomcp(of any, as any) any
func NewTool(name string, description string, input any) (*Tool, error) {
	return &Tool{Name: name, Description: description, InputSchema: schema_gomcp(reflect.TypeOf(input).of, nil)}, nil
}
func NewToolWithRawSchema(name, description string, schema json.RawMessage) *Tool {
	return &Tool{Name: name, Description: description, RawInputSchema: schema}
}
func NewServer(transport any, options ...any) (*Server, error) { return &Server{}, nil }
func (s *Server) RegisterTool(tool *Tool, handler any, middlewares ...any) { register(tool, handler) }
`;
