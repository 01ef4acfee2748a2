using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>
/// Emits how an object is read. If it can be made before its members are known, they are assigned as they come; else they are
/// kept in locals, and the object is made from them at the end.
/// </summary>
internal sealed class ReadObjectEmitter
{
    private readonly SourceWriter _writer;
    private readonly ShapeText _text;
    private readonly int _index;
    private readonly ObjectShape _shape;
    private readonly bool _isMadeFirst;
    private readonly Dictionary<int, string> _locals = new();
    private readonly Dictionary<int, string> _flags = new();

    public ReadObjectEmitter(SourceWriter writer, ShapeText text, int index, ObjectShape shape)
    {
        _writer = writer;
        _text = text;
        _index = index;
        _shape = shape;
        _isMadeFirst = shape.Arguments.Count == 0 && !shape.Members.Any(member => member.IsRequiredByCSharp || InitializesInit(member));
    }

    public void EmitBody()
    {
        NameLocals();
        _writer.Lines($"{Names.Reader}.BeginObject(ref reader, {Literals.Text(_shape.Name)});");
        if (_isMadeFirst)
            _writer.Lines($"{_shape.Type.FullName} result = new();");
        EmitLocals();
        EmitLoop();
        EmitRequiredChecks();
        EmitResult();
    }

    /// <summary>Emits the ways to init-only setters: C# has none after construction, and setting what JSON does not say would undo initializers.</summary>
    public static void EmitInitAccessors(SourceWriter writer, ShapeText text, int index, ObjectShape shape)
    {
        foreach (MemberSpec member in shape.Members.Where(member => UsesAccessor(shape, member)))
        {
            writer.Blank();
            writer.Lines($"""
                [global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.Method, Name = "set_{member.Name.TrimStart('@')}")]
                private static extern void {text.InitMethod(index, member)}({(shape.Type.IsReference ? "" : "ref ")}{member.DeclaringType.FullName} target, {text[member.Shape].Type.FullName} value);
                """);
        }
    }

    private static bool UsesAccessor(ObjectShape shape, MemberSpec member) =>
        member.Assignment is Assignment.Init && !member.IsRequiredByCSharp && !IsGeneric(member.DeclaringType);

    /// <summary>An init-only member whose setter cannot be called through an accessor, as those of generic types before .NET 9.</summary>
    private static bool InitializesInit(MemberSpec member) => member.Assignment is Assignment.Init && IsGeneric(member.DeclaringType);

    private static bool IsGeneric(TypeRef type) => type.FullName.IndexOf('<') >= 0;

    private static bool IsInInitializer(MemberSpec member) => member.IsRequiredByCSharp || InitializesInit(member);

    private void NameLocals()
    {
        Names names = new("reader", "member", "result");
        for (int i = 0; i < _shape.Members.Count; i++)
        {
            MemberSpec member = _shape.Members[i];
            if (member.Assignment is Assignment.None && !member.IsRequired)
                continue;
            string name = member.Name.TrimStart('@');
            if (!_isMadeFirst && member.Assignment is not Assignment.None)
                _locals[i] = names.Take(Local(name));
            if (member.IsRequired || (!_isMadeFirst && member.Assignment is Assignment.Set or Assignment.Init && !IsInInitializer(member)))
                _flags[i] = names.Take("has" + name);
        }
    }

    private void EmitLocals()
    {
        foreach (KeyValuePair<int, string> local in _locals)
        {
            MemberSpec member = _shape.Members[local.Key];
            _writer.Lines($"{_text[member.Shape].Type.FullName} {local.Value} = {DefaultOf(local.Key)};");
        }

        foreach (string flag in _flags.Values)
            _writer.Lines($"bool {flag} = false;");
        _writer.Lines("int member = -1;");
    }

    private void EmitLoop()
    {
        _writer.Open($"while ({_text.Table(_index)}.Next(ref reader, ref member))");
        _writer.Open("switch (member)");
        for (int i = 0; i < _shape.Members.Count; i++)
            EmitCase(i, _shape.Members[i]);
        _writer.Lines("""
            default:
                reader.Skip();
                break;
            """);
        _writer.Close();
        _writer.Close();
        _writer.Blank();
    }

    private void EmitCase(int index, MemberSpec member)
    {
        if (member.Assignment is Assignment.None && !member.IsRequired)
            return;
        string value = _text.ReadExpression(member.Shape, member.ReadsNull);
        string assignment = member.Assignment is Assignment.None ? "reader.Skip();"
            : _locals.TryGetValue(index, out string? local) ? $"{local} = {value};"
            : AssignTo(member, value);
        _writer.Lines($"case {Literals.Number(index)}:");
        _writer.Lines("    " + assignment);
        if (_flags.TryGetValue(index, out string? flag))
            _writer.Lines($"    {flag} = true;");
        _writer.Lines("    break;");
    }

    private void EmitRequiredChecks()
    {
        foreach (KeyValuePair<int, string> flag in _flags)
        {
            MemberSpec member = _shape.Members[flag.Key];
            if (member.IsRequired)
                _writer.Nested($"if (!{flag.Value})", $"{Names.Reader}.Missing({Literals.Text(member.JsonName)}, {Literals.Text(DisplayOf(_text[member.Shape].Type))});");
        }
    }

    private void EmitResult()
    {
        if (_isMadeFirst)
        {
            _writer.Lines("return result;");
            return;
        }

        string arguments = string.Join(", ", _shape.Arguments.Select(Argument));
        List<string> initializers = Enumerable.Range(0, _shape.Members.Count)
            .Where(i => IsInInitializer(_shape.Members[i]) && _locals.ContainsKey(i))
            .Select(i => $"{_shape.Members[i].Name} = {_locals[i]}")
            .ToList();
        string initializer = initializers.Count == 0 ? "" : $" {{ {string.Join(", ", initializers)} }}";
        string creation = $"new {_shape.Type.FullName}({arguments}){initializer}";
        List<int> later = _locals.Keys.Where(i => _shape.Members[i].Assignment is Assignment.Set or Assignment.Init && !IsInInitializer(_shape.Members[i])).ToList();
        if (later.Count == 0)
        {
            _writer.Lines($"return {creation};");
            return;
        }

        _writer.Lines($"{_shape.Type.FullName} result = {creation};");
        foreach (int i in later)
            _writer.Nested($"if ({_flags[i]})", AssignTo(_shape.Members[i], _locals[i]));
        _writer.Lines("return result;");
    }

    private string AssignTo(MemberSpec member, string value) => UsesAccessor(_shape, member)
        ? $"{_text.InitMethod(_index, member)}({(_shape.Type.IsReference ? "" : "ref ")}result, {value});"
        : $"result.{member.Name} = {value};";

    private string Argument(ArgumentSpec argument) =>
        argument.Member >= 0 && _locals.TryGetValue(argument.Member, out string? local) ? local : $"({argument.Type})({argument.Default ?? "default"})";

    private string DefaultOf(int member) =>
        _shape.Arguments.FirstOrDefault(argument => argument.Member == member)?.Default ?? "default";

    private static string Local(string name)
    {
        string camel = char.ToLowerInvariant(name[0]) + name.Substring(1);
        return Parsing.SymbolExtensions.Escape(camel);
    }

    private static string DisplayOf(TypeRef type) => type.FullName.Replace("global::", "");
}
