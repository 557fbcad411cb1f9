/** https://pkg.go.dev/github.com/metoro-io/mcp-golang */
export const metoro = `package mcp_golang
import "reflect"
type Server struct { name string }
type Tool struct {
	Name string \`json:"name"\`
	Description string \`json:"description,omitempty"\`
	InputSchema any \`json:"inputSchema"\`
}
func register(tool any, handler any)
func schema_invopoptags(of any, as any) any
func NewServer(transport any, options ...any) *Server { return &Server{} }
func (s *Server) RegisterTool(name string, description string, handler any) error {
	t := reflect.TypeOf(handler)
	last := t.NumIn() - 1
	register(Tool{Name: name, Description: description, InputSchema: schema_invopoptags(t.In(last).of, nil)}, handler)
	return nil
}
`;
