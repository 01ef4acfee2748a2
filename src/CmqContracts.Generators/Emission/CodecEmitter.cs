using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the codec class: the contract, the tables of names, and two methods for every type that a body contains.</summary>
internal sealed class CodecEmitter
{
    private const int LongestList = 90;

    private readonly SourceWriter _writer;
    private readonly ContractSpec _contract;
    private readonly ShapeCode _code;

    public CodecEmitter(SourceWriter writer, ContractSpec contract)
    {
        _writer = writer;
        _contract = contract;
        _code = new ShapeCode(contract.Shapes);
    }

    public void Emit()
    {
        string type = _contract.Type.FullName;
        _writer.Lines(FileHeader.GeneratedCode);
        if (_contract.UsageDiagnostics.IsObsoleteError)
            _writer.Lines("[global::System.Obsolete] // So that it may use what is obsolete with an error and is still on the wire.");
        _writer.Open($"private sealed class {_contract.CodecName} : {RuntimeNames.Codec}<{type}>");
        ContractFields.Emit(_writer, _contract, $"new {_contract.CodecName}()");
        _writer.Blank();
        EmitTables();
        _writer.Lines($$"""
            private {{_contract.CodecName}}() : base({{Literals.Text(_contract.DisplayName)}}) { }

            protected override void Write(ref {{RuntimeNames.Writer}} writer, {{type}} value) => {{_code.WriteStatement(0, "value")}}

            protected override {{type}} Read(ref {{RuntimeNames.JsonReader}} reader) => {{_code.ReadExpression(0, allowsNull: false)}};
            """);
        EmitTableList();
        WriteMethodEmitter write = new(_writer, _code, _contract.IsRecursive);
        ReadMethodEmitter read = new(_writer, _code);
        foreach (int shape in _code.ShapesWithMethods)
        {
            _writer.Blank();
            write.Emit(shape);
            read.Emit(shape);
        }

        _writer.Close();
    }

    private void EmitTables()
    {
        bool any = false;
        foreach (int index in _code.Converters)
        {
            EmitConverter(index, (ConverterShape)_contract.Shapes[index]);
            any = true;
        }

        foreach (int index in _code.ShapesWithMethods)
            any |= EmitTable(index);
        if (any)
            _writer.Blank();
    }

    private void EmitTableList()
    {
        List<string> tables = _code.ShapesWithMethods.Where(HasMembers).Select(_code.Table).ToList();
        if (tables.Count == 0)
            return;
        string list = string.Join(", ", tables);
        _writer.Blank();
        _writer.Lines($"protected override {RuntimeNames.Members}[] Tables() => {(list.Length > LongestList ? $"new[]\n{{\n    {string.Join(",\n    ", tables)},\n}}" : $"new[] {{ {list} }}")};");
    }

    private bool HasMembers(int index) => _contract.Shapes[index] is ObjectShape { Construction: not Construction.None };

    private bool EmitTable(int index)
    {
        switch (_contract.Shapes[index])
        {
            case ObjectShape { Construction: not Construction.None } shape:
                IEnumerable<string> names = shape.Members.Select(member => $"({Literals.Text(member.JsonName)}, {(member.IsRequired ? Literals.Text(DisplayOf(member)) : "null")})")
                    .Concat(shape.IgnoredNames.Select(name => $"({Literals.Text(name)}, null)"));
                string list = string.Join(", ", names);
                if (list.Length > LongestList)
                    list = "\n    " + string.Join(",\n    ", names);
                string table = $"private static readonly {RuntimeNames.Members} {_code.Table(index)} = new";
                _writer.Lines(shape.DerivedType?.DiscriminatorName is { } name ? $"{table} {RuntimeNames.Members}({list})\n    .Reserve({Literals.Text(name)});" : $"{table}({list});");
                return true;
            case NamedEnumShape shape:
                NamedEnumEmitter.EmitTable(_writer, _code.EnumTable(index), shape);
                return true;
            case PolymorphicShape { HasDiscriminators: true } shape:
                PolymorphicEmitter.EmitTable(_writer, _code.TypeTable(index), shape);
                return true;
            default:
                return false;
        }
    }

    private string DisplayOf(MemberSpec member) => _contract.Shapes[member.Shape].Type.FullName.Replace("global::", "");

    private void EmitConverter(int index, ConverterShape shape)
    {
        string type = shape.Type.FullName;
        string converter = $"new {shape.Converter.FullName}()";
        _writer.Lines($"private static readonly {RuntimeNames.JsonConverter}<{type}> {_code.Converter(index)} = {(!shape.IsFactory ? converter : shape.NullableValue is { } value ? $"{RuntimeNames.Converters}.FromNullable<{value.FullName}>({converter})" : $"{RuntimeNames.Converters}.From<{type}>({converter})")};");
    }
}
