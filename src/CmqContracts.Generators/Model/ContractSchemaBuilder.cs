using CmqContracts.Schema;

namespace CmqContracts.Generators.Model;

/// <summary>Makes the wire shape of a contract out of its shapes.</summary>
internal sealed class ContractSchemaBuilder
{
    private readonly EquatableArray<TypeShape> _shapes;

    /// <summary>For each shape its index in the schema: a nullable one has that of its value.</summary>
    private readonly int[] _indexes;

    private ContractSchemaBuilder(EquatableArray<TypeShape> shapes)
    {
        _shapes = shapes;
        _indexes = new int[shapes.Count];
        int next = 0;
        for (int i = 0; i < shapes.Count; i++)
            _indexes[i] = IsType(shapes[i]) ? next++ : -1;
    }

    /// <summary>The wire shape; <see langword="null"/>: the contract has an error, or a <c>JsonSerializerContext</c> decides the shape.</summary>
    public static ContractSchema? Of(ContractSpec contract) => contract.EmissionLevel is not EmissionLevel.Full || contract.JsonContext is not null ? null : new ContractSchema
    {
        MessageType = contract.DisplayName,
        Types = new ContractSchemaBuilder(contract.Shapes).Types(),
    };

    /// <summary>Whether a shape is a type of the schema's. A nullable one is where it is used, and extension data is a property of its object.</summary>
    private static bool IsType(TypeShape shape) => shape is not (NullableShape or ExtensionDataShape);

    private SchemaType[] Types() => _shapes.Where(IsType).Select(Type).ToArray();

    private SchemaType Type(TypeShape shape) => shape switch
    {
        ScalarShape scalar => new SchemaValue { Name = NameOf(shape), Kind = KindOf(scalar.Kind), Numbers = scalar.Numbers },
        EnumShape @enum => new SchemaEnum { Name = NameOf(shape), Underlying = KindOf(@enum.Underlying), IsNamed = false, IsFlags = false, Values = Values(@enum.Names) },
        NamedEnumShape @enum => new SchemaEnum { Name = NameOf(shape), Underlying = KindOf(@enum.Underlying), IsNamed = true, IsFlags = @enum.IsFlags, Values = Values(@enum.Names) },
        SequenceShape sequence => new SchemaArray { Name = NameOf(shape), Item = Reference(sequence.Item) },
        MapShape map => new SchemaMap { Name = NameOf(shape), Key = IndexOf(map.Key), Value = Reference(map.Value) },
        ObjectShape @object => new SchemaObject
        {
            Name = NameOf(shape),
            Members = @object.Members.Select(Member).ToArray(),
            DisallowsUnmapped = @object.DisallowsUnmapped,
            HasExtensionData = @object.ExtensionData is not null,
        },
        PolymorphicShape polymorphic => new SchemaUnion
        {
            Name = NameOf(shape),
            DiscriminatorName = polymorphic.DiscriminatorName,
            Cases = polymorphic.Derived.Select(derived => new SchemaUnionCase(IndexOf(derived.Shape), derived.Text, derived.Number)).ToArray(),
            Base = polymorphic.Base is { } index ? IndexOf(index) : null,
            UnknownDerivedTypes = polymorphic.UnknownDerivedTypes,
            IgnoresUnrecognized = polymorphic.IgnoresUnrecognized,
        },
        ConverterShape converter => new SchemaConverted { Name = NameOf(shape), Converter = Plain(converter.Converter.FullName) },
        _ => throw new InvalidOperationException($"The schema does not know {shape.GetType().Name}."),
    };

    private SchemaMember Member(MemberSpec member) => new()
    {
        Name = member.JsonName,
        Symbol = member.Name.TrimStart('@'),
        Type = IndexOf(member.Shape),
        IsWritten = member.Getter is not Getter.None,
        IsRead = member.Assignment is not Assignment.None,
        IsRequired = member.IsRequired,
        WritesNull = CanBeNull(member.Shape) && member.WritesNull,
        ReadsNull = CanBeNull(member.Shape) && member.ReadsNull,
        Ignore = member.Ignore,
        Limits = member.Limits,
    };

    private static SchemaEnumValue[] Values(EquatableArray<EnumName> names) => names.Select(name => new SchemaEnumValue(name.Text, name.Value)).ToArray();

    private SchemaReference Reference(int shape) => new(IndexOf(shape), CanBeNull(shape));

    private bool CanBeNull(int shape) => _shapes[shape] is NullableShape or ConverterShape { NullableValue: not null } || _shapes[shape].Type.IsReference;

    private int IndexOf(int shape) => _shapes[shape] is NullableShape nullable ? IndexOf(nullable.Value) : _indexes[shape];

    private static string NameOf(TypeShape shape) => Plain(shape.Type.FullName);

    private static string Plain(string fullName) => fullName.Replace("global::", "");

    private static ValueKind KindOf(ScalarKind kind) => kind switch
    {
        ScalarKind.Boolean => ValueKind.Boolean,
        ScalarKind.Byte => ValueKind.Byte,
        ScalarKind.SByte => ValueKind.SByte,
        ScalarKind.Int16 => ValueKind.Int16,
        ScalarKind.UInt16 => ValueKind.UInt16,
        ScalarKind.Int32 => ValueKind.Int32,
        ScalarKind.UInt32 => ValueKind.UInt32,
        ScalarKind.Int64 => ValueKind.Int64,
        ScalarKind.UInt64 => ValueKind.UInt64,
        ScalarKind.Int128 => ValueKind.Int128,
        ScalarKind.UInt128 => ValueKind.UInt128,
        ScalarKind.Half => ValueKind.Half,
        ScalarKind.Single => ValueKind.Single,
        ScalarKind.Double => ValueKind.Double,
        ScalarKind.Decimal => ValueKind.Decimal,
        ScalarKind.Char => ValueKind.Char,
        ScalarKind.String => ValueKind.String,
        ScalarKind.Guid => ValueKind.Guid,
        ScalarKind.DateTime => ValueKind.DateTime,
        ScalarKind.DateTimeOffset => ValueKind.DateTimeOffset,
        ScalarKind.DateOnly => ValueKind.DateOnly,
        ScalarKind.TimeOnly => ValueKind.TimeOnly,
        ScalarKind.TimeSpan => ValueKind.TimeSpan,
        ScalarKind.Uri => ValueKind.Uri,
        ScalarKind.Version => ValueKind.Version,
        ScalarKind.Bytes or ScalarKind.Memory => ValueKind.Bytes,
        ScalarKind.JsonObject => ValueKind.JsonObject,
        ScalarKind.JsonArray => ValueKind.JsonArray,
        _ => ValueKind.Json,
    };
}
