using System.Globalization;
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
    private readonly SeenMembers _seen = new();
    private readonly ExtraEmitter? _extra;

    public ReadObjectEmitter(SourceWriter writer, ShapeText text, int index, ObjectShape shape)
    {
        _writer = writer;
        _text = text;
        _index = index;
        _shape = shape;
        _isMadeFirst = shape.Arguments.Count == 0 && !shape.Members.Any(IsInInitializer);
        _extra = shape.Extra is { } extra ? new ExtraEmitter(writer, text, index, extra, IsInInitializer(extra)) : null;
    }

    public void EmitBody()
    {
        NameLocals();
        if (_shape.Part is null)
            _writer.Lines($"{Names.Reader}.BeginObject(ref reader, {Literals.Text(_shape.Name)});");
        if (_isMadeFirst)
            _writer.Lines($"{_shape.Type.FullName} result = {Creation("")};");
        EmitLocals();
        EmitLoop();
        EmitRequiredCheck();
        EmitResult();
    }

    private bool IsInInitializer(MemberSpec member) => AccessorEmitter.IsInInitializer(_shape, member);

    private void NameLocals()
    {
        Names names = new("reader", "member", "result", "name", "extra", "seen");
        for (int i = 0; i < _shape.Members.Count; i++)
        {
            MemberSpec member = _shape.Members[i];
            if (member.Assignment is not Assignment.None && !_isMadeFirst)
                _locals[i] = names.Take(Local(member.Name.TrimStart('@')));
        }

        // Those that are required have the lowest bits, so that the check for them names no others.
        IEnumerable<int> all = Enumerable.Range(0, _shape.Members.Count);
        foreach (int i in all.Where(i => _shape.Members[i].IsRequired).Concat(all.Where(i => !_shape.Members[i].IsRequired && IsAssignedLater(i))))
            _seen.Add(i);
    }

    private bool IsAssignedLater(int index)
    {
        MemberSpec member = _shape.Members[index];
        return !_isMadeFirst && member.Assignment is not (Assignment.None or Assignment.Constructor) && !IsInInitializer(member);
    }

    private void EmitLocals()
    {
        foreach (KeyValuePair<int, string> local in _locals)
        {
            MemberSpec member = _shape.Members[local.Key];
            _writer.Lines($"{_text[member.Shape].Type.FullName} {local.Value} = {DefaultOf(local.Key)};");
        }

        _extra?.EmitLocal();
        foreach (string local in _seen.Locals)
            _writer.Lines($"ulong {local} = 0;");
        _writer.Lines("int member = -1;");
    }

    private void EmitLoop()
    {
        _writer.Open($"while ({_text.Table(_index)}.Next(ref reader, ref member{(_extra is null ? "" : ", out string name")}))");
        _writer.Open("switch (member)");
        for (int i = 0; i < _shape.Members.Count; i++)
            EmitCase(i, _shape.Members[i]);
        _writer.Lines($"""
            default:
                {(_extra is not null ? ExtraEmitter.Read : _shape.RefusesUnknown ? $"{Names.Reader}.Unmapped(ref reader);" : "reader.Skip();")}
                break;
            """);
        _writer.Close();
        _writer.Close();
        _writer.Blank();
    }

    private void EmitCase(int index, MemberSpec member)
    {
        bool isSkipped = member.Assignment is Assignment.None;
        if (isSkipped && !member.IsRequired && _extra is null && !_shape.RefusesUnknown)
            return;
        string value = _text.ReadExpression(member.Shape, member.ReadsNull);
        string assignment = isSkipped ? "reader.Skip();"
            : _locals.TryGetValue(index, out string? local) ? $"{local} = {value};"
            : AccessorEmitter.Set(_text, _index, member, value);
        _writer.Lines($"case {Literals.Number(index)}:");
        _writer.Lines("    " + assignment);
        if (_seen.Mark(index) is { } mark)
            _writer.Lines("    " + mark);
        _writer.Lines("    break;");
    }

    private void EmitRequiredCheck()
    {
        int required = _shape.Members.Count(member => member.IsRequired);
        foreach ((string condition, string missing, IReadOnlyList<int> members) in _seen.Checks(required))
        {
            string names = string.Join(",\n    ", members.Select(i => $"{Literals.Text(_shape.Members[i].JsonName)}, {Literals.Text(DisplayOf(_text[_shape.Members[i].Shape].Type))}"));
            _writer.Nested($"if ({condition})", $"{Names.Reader}.Missing(\n    {missing},\n    {names});");
        }
    }

    private void EmitResult()
    {
        List<string> initializers = Enumerable.Range(0, _shape.Members.Count)
            .Where(i => IsInInitializer(_shape.Members[i]) && _locals.ContainsKey(i))
            .Select(i => $"{_shape.Members[i].Name} = {_locals[i]}")
            .ToList();
        if (_extra?.Initializer is { } extra)
            initializers.Add(extra);
        List<int> later = _locals.Keys.Where(IsAssignedLater).ToList();
        string creation = Creation(initializers.Count == 0 ? "" : $" {{ {string.Join(", ", initializers)} }}");
        if (!_isMadeFirst && later.Count == 0 && _extra is null)
        {
            _writer.Lines($"return {creation};");
            return;
        }

        if (!_isMadeFirst)
            _writer.Lines($"{_shape.Type.FullName} result = {creation};");
        foreach (int i in later)
            _writer.Nested($"if ({_seen.IsSeen(i)})", AccessorEmitter.Set(_text, _index, _shape.Members[i], _locals[i]));
        _extra?.EmitAssignment();
        _writer.Lines("return result;");
    }

    private string Creation(string initializer)
    {
        string arguments = string.Join(", ", _shape.Arguments.Select(Argument));
        return _shape.Construction is Construction.Accessor
            ? $"{_text.Creator(_index)}({arguments})"
            : _isMadeFirst ? "new()" : $"new {_shape.Type.FullName}({arguments}){initializer}";
    }

    private string Argument(ArgumentSpec argument) =>
        argument.Member >= 0 && _locals.TryGetValue(argument.Member, out string? local) ? local : $"({argument.Type})({argument.Default ?? "default"})";

    private string DefaultOf(int member) =>
        _shape.Arguments.FirstOrDefault(argument => argument.Member == member)?.Default ?? "default";

    private static string Local(string name) => Parsing.SymbolExtensions.Escape(char.ToLowerInvariant(name[0]) + name.Substring(1));

    private static string DisplayOf(TypeRef type) => type.FullName.Replace("global::", "");

    /// <summary>The members whose presence matters, as bits: what is required, and what is assigned only if JSON has it.</summary>
    private sealed class SeenMembers
    {
        private const int Bits = 64;

        private readonly List<int> _members = new();

        public IEnumerable<string> Locals => Enumerable.Range(0, (_members.Count + Bits - 1) / Bits).Select(Local);

        public void Add(int member) => _members.Add(member);

        public string? Mark(int member) => _members.IndexOf(member) is >= 0 and int bit ? $"{Local(bit / Bits)} |= {Mask(1UL << (bit % Bits))};" : null;

        public string IsSeen(int member)
        {
            int bit = _members.IndexOf(member);
            return $"({Local(bit / Bits)} & {Mask(1UL << (bit % Bits))}) != 0";
        }

        /// <summary>For each local with what is required: when something is missing, what that is as bits, and the members that the bits are for, from the lowest one on.</summary>
        public IEnumerable<(string Condition, string Missing, IReadOnlyList<int> Members)> Checks(int required)
        {
            for (int word = 0; word * Bits < required; word++)
            {
                List<int> members = _members.Take(required).Skip(word * Bits).Take(Bits).ToList();
                string wanted = Mask(ulong.MaxValue >> (Bits - members.Count));
                yield return ($"({Local(word)} & {wanted}) != {wanted}", $"{wanted} & ~{Local(word)}", members);
            }
        }

        private static string Local(int word) => word == 0 ? "seen" : "seen" + word.ToString(CultureInfo.InvariantCulture);

        private static string Mask(ulong bits) => "0x" + bits.ToString("x", CultureInfo.InvariantCulture);
    }
}
