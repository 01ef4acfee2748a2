using System.Globalization;
using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>
/// Emits how an object is read. If it can be created before its members are read, each is assigned when it is read; otherwise
/// they are stored in local variables, and the object is created from these at the end.
/// </summary>
internal sealed class ReadObjectEmitter
{
    private const int LongestCase = 120;

    private readonly SourceWriter _writer;
    private readonly ShapeCode _code;
    private readonly int _index;
    private readonly ObjectShape _shape;
    private readonly bool _isCreatedFirst;
    private readonly Dictionary<int, string> _locals = new();
    private readonly SeenMembers _seen;
    private readonly ExtensionDataEmitter? _extensionData;

    public ReadObjectEmitter(SourceWriter writer, ShapeCode code, int index, ObjectShape shape)
    {
        _writer = writer;
        _code = code;
        _index = index;
        _shape = shape;
        _isCreatedFirst = shape.Arguments.Count == 0 && !shape.Members.Any(IsInInitializer);
        _seen = new SeenMembers(shape.Members.Count + shape.IgnoredNames.Count);
        _extensionData = shape.ExtensionData is { } extensionData ? new ExtensionDataEmitter(writer, code, index, extensionData, IsInInitializer(extensionData)) : null;
    }

    public void EmitBody()
    {
        NameLocals();
        if (_shape.DerivedType is null)
            _writer.Lines($"{RuntimeNames.Reader}.BeginObject(ref reader, {Literals.Text(_shape.Name)});");
        if (_isCreatedFirst)
            EmitCreation(Creation(""));
        EmitLocals();
        EmitLoop();
        EmitRequiredCheck();
        EmitResult();
    }

    private bool IsInInitializer(MemberSpec member) => AccessorEmitter.IsInInitializer(_shape, member);

    private void NameLocals()
    {
        UniqueNames names = new("reader", "member", "result", "name", "extra", "seen", "initial");
        for (int i = 0; i < _shape.Members.Count; i++)
        {
            MemberSpec member = _shape.Members[i];
            if (member.Assignment is not Assignment.None && !_isCreatedFirst)
                _locals[i] = names.Next(Local(member.Name.TrimStart('@')));
        }
    }

    private bool IsAssignedLater(int index)
    {
        MemberSpec member = _shape.Members[index];
        return !_isCreatedFirst && member.Assignment is not (Assignment.None or Assignment.Constructor) && !IsInInitializer(member);
    }

    private void EmitLocals()
    {
        foreach (KeyValuePair<int, string> local in _locals)
        {
            MemberSpec member = _shape.Members[local.Key];
            _writer.Lines($"{_code[member.Shape].Type.FullName} {local.Value} = {DefaultOf(local.Key)};");
        }

        _extensionData?.EmitLocal();
        _writer.Lines(_seen.Declaration);
        _writer.Lines("int member = -1;");
    }

    private void EmitLoop()
    {
        _writer.Open($"while ({_code.Table(_index)}.Next(ref reader, ref member, {_seen.Argument}{(_extensionData is null ? "" : ", out string name")}))");
        _writer.Open("switch (member)");
        for (int i = 0; i < _shape.Members.Count; i++)
            EmitCase(i, _shape.Members[i]);
        if (_shape.IgnoredNames.Count > 0)
            _writer.Lines($"{string.Join(" ", _shape.IgnoredNames.Select((_, i) => $"case {Literals.Number(_shape.Members.Count + i)}:"))} reader.Skip(); break;");
        _writer.Lines($"default: {(_extensionData is not null ? ExtensionDataEmitter.Read : _shape.DisallowsUnmapped ? $"{RuntimeNames.Reader}.Unmapped(ref reader);" : "reader.Skip();")} break;");
        _writer.Close();
        _writer.Close();
        _writer.Blank();
    }

    private void EmitCase(int index, MemberSpec member)
    {
        bool isSkipped = member.Assignment is Assignment.None;
        if (isSkipped && !member.IsRequired && _extensionData is null && !_shape.DisallowsUnmapped)
            return;
        string value = _code.ReadExpression(member.Shape, member.ReadsNull);
        string assignment = isSkipped ? "reader.Skip();"
            : _locals.TryGetValue(index, out string? local) ? $"{local} = {value};"
            : AccessorEmitter.Set(_code, _index, member, value);
        _writer.Lines(assignment.Length <= LongestCase
            ? $"case {Literals.Number(index)}: {assignment} break;"
            : $"case {Literals.Number(index)}:\n    {assignment}\n    break;");
    }

    private void EmitRequiredCheck()
    {
        if (_shape.Members.Any(member => member.IsRequired))
            _writer.Lines($"{_code.Table(_index)}.Require(seen);");
    }

    private void EmitResult()
    {
        List<string> initializers = EmitInitializers();
        List<int> later = _locals.Keys.Where(IsAssignedLater).ToList();
        string creation = Creation(InitializerOf(initializers));
        if (!_isCreatedFirst && later.Count == 0 && _extensionData is null && (_shape.Callbacks & (Callbacks.Deserializing | Callbacks.Deserialized)) == 0)
        {
            _writer.Lines($"return {creation};");
            return;
        }

        if (!_isCreatedFirst)
            EmitCreation(creation);
        foreach (int i in later)
            _writer.Nested($"if ({_seen.IsSeen(i)})", AccessorEmitter.Set(_code, _index, _shape.Members[i], _locals[i]));
        _extensionData?.EmitAssignment();
        CallbackEmitter.Emit(_writer, _shape.Callbacks, Callbacks.Deserialized, "result");
        _writer.Lines("return result;");
    }

    private void EmitCreation(string creation)
    {
        _writer.Lines($"{_shape.Type.FullName} result = {creation};");
        CallbackEmitter.Emit(_writer, _shape.Callbacks, Callbacks.Deserializing, "result");
    }

    /// <summary>
    /// Assigns what has to be assigned in the object initializer. For members that may be missing in JSON an object is created without
    /// them first, from which their initial values are taken.
    /// </summary>
    private List<string> EmitInitializers()
    {
        bool keepsExtensionData = _extensionData?.KeepsInitial ?? false;
        ILookup<bool, int> members = _locals.Keys.Where(i => IsInInitializer(_shape.Members[i])).ToLookup(i => _shape.Members[i] is { IsRequired: false, IsReadable: true });
        List<string> initializers = members[false].Select(i => $"{_shape.Members[i].Name} = {_locals[i]}").ToList();
        if (_extensionData is { Initializer: { } given, KeepsInitial: false })
            initializers.Add(given);
        if (!keepsExtensionData && !members[true].Any())
            return initializers;
        string areSeen = keepsExtensionData ? "" : string.Join(" && ", members[true].Select(_seen.IsSeen)) + " ? default : ";
        _writer.Lines($"{_shape.Type.FullName} initial = {areSeen}{Creation(InitializerOf(initializers))};");
        initializers.AddRange(members[true].Select(i => $"{_shape.Members[i].Name} = {_seen.IsSeen(i)} ? {_locals[i]} : initial.{_shape.Members[i].Name}"));
        if (keepsExtensionData)
            initializers.Add(_extensionData!.Initializer!);
        return initializers;
    }

    private static string InitializerOf(List<string> initializers) => initializers.Count == 0 ? "" : $" {{ {string.Join(", ", initializers)} }}";

    private string Creation(string initializer)
    {
        string arguments = string.Join(", ", _shape.Arguments.Select(Argument));
        return _shape.Construction is Construction.Accessor
            ? $"{_code.ConstructorAccessor(_index)}({arguments})"
            : _isCreatedFirst ? "new()" : $"new {_shape.Type.FullName}({arguments}){initializer}";
    }

    private string Argument(ArgumentSpec argument) =>
        argument.Member >= 0 && _locals.TryGetValue(argument.Member, out string? local) ? local : $"({_code.TypeOf(_shape, argument)})({argument.Default ?? "default"})";

    private string DefaultOf(int member) =>
        _shape.Arguments.FirstOrDefault(argument => argument.Member == member)?.Default ?? "default";

    private static string Local(string name) => Identifiers.Escape(char.ToLowerInvariant(name[0]) + name.Substring(1));

    /// <summary>The members that were read, as bits of one number, or of several for more than 64 members.</summary>
    private readonly struct SeenMembers(int count)
    {
        private const int Bits = 64;

        private bool IsOneNumber => count <= Bits;

        public string Declaration => IsOneNumber
            ? "ulong seen = 0;"
            : $"global::System.Span<ulong> seen = stackalloc ulong[{Literals.Number((count + Bits - 1) / Bits)}];";

        public string Argument => IsOneNumber ? "ref seen" : "seen";

        public string IsSeen(int member)
        {
            string number = IsOneNumber ? "seen" : $"seen[{Literals.Number(member / Bits)}]";
            return $"({number} & 0x{(1UL << (member % Bits)).ToString("x", CultureInfo.InvariantCulture)}) != 0";
        }
    }
}
