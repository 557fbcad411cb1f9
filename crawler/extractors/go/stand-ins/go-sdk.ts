/** https://pkg.go.dev/github.com/modelcontextprotocol/go-sdk/mcp */
export const goSdk = `package mcp
import ("github.com/google/jsonschema-go/jsonschema"; "reflect")
type Meta map[string]any
type Tool struct {
	Meta
	Annotations *ToolAnnotations \`json:"annotations,omitnil"\`
	Description string \`json:"description,omitempty"\`
	InputSchema any \`json:"inputSchema"\`
	Name string \`json:"name"\`
	OutputSchema any \`json:"outputSchema,omitnil"\`
	Title string \`json:"title,omitempty"\`
	Icons any \`json:"-"\`
}
type ToolAnnotations struct {
	DestructiveHint *bool \`json:"destructiveHint,omitnil"\`
	IdempotentHint bool \`json:"idempotentHint,omitempty"\`
	OpenWorldHint *bool \`json:"openWorldHint,omitnil"\`
	ReadOnlyHint bool \`json:"readOnlyHint,omitempty"\`
	Title string \`json:"title,omitempty"\`
}
type Server struct { name string }
type Implementation struct { Name string; Title string; Version string }
type ToolHandler func(ctx any, request any) (any, error)
type ToolHandlerFor[In, Out any] func(ctx any, request any, input In) (any, Out, error)
type ServerTool struct { Tool *Tool; Handler any }
func register(tool any, handler any)
func isAny(of any) bool { return reflect.Type{of: of}.Kind() == "interface" }
func NewServer(impl *Implementation, options any) *Server { return &Server{name: impl.Name} }
func (s *Server) AddTool(t *Tool, h ToolHandler) { register(t, h) }
func (s *Server) AddTools(tools ...*ServerTool) { for _, t := range tools { register(t.Tool, t.Handler) } }
func complete[In, Out any](t *Tool) *Tool {
	made := *t
	if made.InputSchema == nil { made.InputSchema, _ = jsonschema.For[In](nil) }
	if made.OutputSchema == nil && reflect.TypeFor[Out]().Kind() != "interface" {
		made.OutputSchema, _ = jsonschema.For[Out](nil)
	}
	return &made
}
func AddTool[In, Out any](s *Server, t *Tool, h ToolHandlerFor[In, Out]) { register(complete[In, Out](t), h) }
func NewServerTool[In, Out any](name, description string, h ToolHandlerFor[In, Out], opts ...any) *ServerTool {
	return &ServerTool{Tool: complete[In, Out](&Tool{Name: name, Description: description}), Handler: h}
}
`;
