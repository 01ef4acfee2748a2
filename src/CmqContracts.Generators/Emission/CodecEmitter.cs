using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the codec class: the contract, the tables of names, and two methods for every type that a body holds.</summary>
internal sealed class CodecEmitter
{
    private readonly SourceWriter _writer;
    private readonly ContractSpec _contract;
    private readonly ShapeText _text;

    public CodecEmitter(SourceWriter writer, ContractSpec contract)
    {
        _writer = writer;
        _contract = contract;
        _text = new ShapeText(contract.Shapes);
    }

    public void Emit()
    {
        string type = _contract.Type.FullName;
        _writer.Lines($"""
            {FileHeader.GeneratedCode}
            [global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]
            """);
        if (_contract.Advice.IsForbidden)
            _writer.Lines("[global::System.Obsolete] // So that it may use what is obsolete with an error and is still on the wire.");
        _writer.Open($"private sealed class {_contract.CodecName} : {Names.Codec}<{type}>");
        _writer.Lines($"""
            public static readonly {Names.Contract}<{type}> Contract = new(
                {Literals.Text(_contract.Queue.Name)},
                {QueueSettingsText.Of(_contract.Queue)},
                new {_contract.CodecName}());
            """);
        _writer.Blank();
        EmitTables();
        _writer.Lines($$"""
            private {{_contract.CodecName}}()
                : base({{Literals.Text(_contract.DisplayName)}})
            {
            }

            protected override void Write(ref {{Names.Writer}} writer, {{type}} value) => {{_text.WriteMethod(0)}}(ref writer, value);

            protected override {{type}} Read(ref {{Names.JsonReader}} reader) => {{_text.ReadMethod(0)}}(ref reader);
            """);
        WriteMethodEmitter write = new(_writer, _text, _contract.IsRecursive);
        ReadMethodEmitter read = new(_writer, _text);
        foreach (int shape in _text.ShapesWithMethods)
        {
            _writer.Blank();
            write.Emit(shape);
            _writer.Blank();
            read.Emit(shape);
        }

        _writer.Close();
    }

    private void EmitTables()
    {
        bool any = false;
        foreach (int index in _text.ShapesWithMethods)
        {
            switch (_contract.Shapes[index])
            {
                case ObjectShape shape:
                    string names = string.Join(", ", shape.Members.Select(member => Literals.Text(member.JsonName)));
                    _writer.Lines($"private static readonly {Names.Members} {_text.Table(index)} = new({names});");
                    any = true;
                    break;
                case NamedEnumShape shape:
                    NamedEnumEmitter.EmitTable(_writer, _text.EnumTable(index), shape);
                    any = true;
                    break;
            }
        }

        if (any)
            _writer.Blank();
    }
}
