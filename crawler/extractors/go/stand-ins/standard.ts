/** `fmt`, as far as texts are made with it. */
export const fmt = `package fmt
func Sprintf(format string, a ...any) string
func Sprint(a ...any) string
func Sprintln(a ...any) string
func Errorf(format string, a ...any) error
`;

export const errors = `package errors
func New(text string) error
`;

export const strings = `package strings
type Builder struct { text string }
func (b *Builder) WriteString(s string) (int, error) { b.text += s; return 0, nil }
func (b *Builder) WriteByte(c byte) error { b.text += string(c); return nil }
func (b *Builder) WriteRune(c rune) (int, error) { b.text += string(c); return 0, nil }
func (b *Builder) Write(p []byte) (int, error) { b.text += string(p); return 0, nil }
func (b *Builder) String() string { return b.text }
func (b *Builder) Len() int { return len(b.text) }
func ToUpper(s string) string
func ToLower(s string) string
func Title(s string) string
func TrimSpace(s string) string
func TrimPrefix(s, cut string) string
func TrimSuffix(s, cut string) string
func Trim(s, cut string) string
func TrimLeft(s, cut string) string
func TrimRight(s, cut string) string
func ReplaceAll(s, from, to string) string
func Replace(s, from, to string, count int) string
func Contains(s, part string) bool
func HasPrefix(s, part string) bool
func HasSuffix(s, part string) bool
func EqualFold(a, b string) bool
func Index(s, part string) int
func LastIndex(s, part string) int
func Fields(s string) []string
func Split(s, by string) []string
func Repeat(s string, count int) string
func Join(list []string, by string) string
func NewReplacer(pairs ...string) *Replacer { return &Replacer{pairs: pairs} }
type Replacer struct { pairs []string }
func (r *Replacer) Replace(s string) string {
	for i := 0; i+1 < len(r.pairs); i += 2 { s = ReplaceAll(s, r.pairs[i], r.pairs[i+1]) }
	return s
}
`;

export const strconv = `package strconv
func Itoa(i int) string
func Quote(s string) string
`;

export const slices = `package slices
func Contains[T any](list []T, wanted T) bool {
	for _, one := range list { if one == wanted { return true } }
	return false
}
func ContainsFunc[T any](list []T, f func(T) bool) bool {
	for _, one := range list { if f(one) { return true } }
	return false
}
func Index[T any](list []T, wanted T) int {
	for i, one := range list { if one == wanted { return i } }
	return -1
}
func Concat[T any](lists ...[]T) []T {
	var all []T
	for _, list := range lists { all = append(all, list...) }
	return all
}
func Clone[T any](list []T) []T { return list }
func Compact[T any](list []T) []T { return list }
func Clip[T any](list []T) []T { return list }
func Grow[T any](list []T, n int) []T { return list }
func Insert[T any](list []T, i int, more ...T) []T { return append(list, more...) }
func DeleteFunc[T any](list []T, drop func(T) bool) []T {
	var kept []T
	for _, one := range list { if !drop(one) { kept = append(kept, one) } }
	return kept
}
func sorted(list any) any
func Sorted[T any](list []T) []T { return sorted(list) }
func SortedFunc[T any](list []T, f func(a, b T) int) []T { return list }
func Collect[T any](list []T) []T { return list }
func Values[T any](list []T) []T { return list }
func All[T any](list []T) []T { return list }
func Sort[T any](list []T)
func SortFunc[T any](list []T, f func(a, b T) int) {}
func SortStableFunc[T any](list []T, f func(a, b T) int) {}
func Reverse[T any](list []T) {}
`;

export const maps = `package maps
func keys(of any) any
func values(of any) any
func clone(of any) any
func Keys(of any) any { return keys(of) }
func Values(of any) any { return values(of) }
func Clone(of any) any { return clone(of) }
func Copy(to any, from any) { for k, v := range from { to[k] = v } }
`;

export const sort = `package sort
func Strings(list []string)
func Ints(list []int) {}
func Slice(list any, less func(i, j int) bool) {}
func SliceStable(list any, less func(i, j int) bool) {}
func Sort(list any) {}
`;

export const embed = `package embed
type FS struct { folder string }
func read(folder string, name string) []byte
func (f FS) ReadFile(name string) ([]byte, error) { return read(f.folder, name), nil }
`;

export const json = `package json
type RawMessage []byte
func marshal(v any) []byte
func unmarshal(data []byte, v any) error
func Marshal(v any) ([]byte, error) { return marshal(v), nil }
func MarshalIndent(v any, prefix string, indent string) ([]byte, error) { return marshal(v), nil }
func Unmarshal(data []byte, v any) error { return unmarshal(data, v) }
`;

/** `reflect`, as far as schemas are made with it: a type is what is known of it, not an object. */
export const reflect = `package reflect
type Kind string
const (
	Struct = "struct"
	Ptr = "ptr"
	Pointer = "ptr"
	Func = "func"
	Interface = "interface"
	Slice = "slice"
	Map = "map"
	String = "string"
	Bool = "bool"
	Int = "int"
)
type Type struct { of any }
type Value struct { of any }
func typeof(of any) any
func argument[T any]() any
func in(of any, i int) any
func out(of any, i int) any
func count(of any) int
func elem(of any) any
func kind(of any) Kind
func name(of any) string
func zero(of any) any
func TypeOf(v any) Type { return Type{of: typeof(v)} }
func TypeFor[T any]() Type { return Type{of: argument[T]()} }
func ValueOf(v any) Value { return Value{of: v} }
func New(t Type) Value { return Value{of: zero(t.of)} }
func Zero(t Type) Value { return Value{of: zero(t.of)} }
func (t Type) In(i int) Type { return Type{of: in(t.of, i)} }
func (t Type) Out(i int) Type { return Type{of: out(t.of, i)} }
func (t Type) NumIn() int { return count(t.of) }
func (t Type) Elem() Type { return Type{of: elem(t.of)} }
func (t Type) Kind() Kind { return kind(t.of) }
func (t Type) Name() string { return name(t.of) }
func (v Value) Type() Type { return Type{of: typeof(v.of)} }
func (v Value) Kind() Kind { return kind(typeof(v.of)) }
func (v Value) Interface() any { return v.of }
func (v Value) Elem() Value { return v }
`;

/** Small libraries that make a pointer of a value. */
export const pointers = `package ptr
func To[T any](v T) *T { return &v }
func Of[T any](v T) *T { return &v }
func Ptr[T any](v T) *T { return &v }
func Bool(v bool) *bool { return &v }
func BoolPtr(v bool) *bool { return &v }
func String(v string) *string { return &v }
func Int(v int) *int { return &v }
func Deref[T any](v *T, other T) T { if v != nil { return *v }; return other }
`;
