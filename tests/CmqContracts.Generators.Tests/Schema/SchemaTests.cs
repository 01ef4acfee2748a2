using System.Globalization;
using System.Text;
using CmqContracts.Generators.Tests.Kit;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Schema;

/// <summary>The schema of a contract describes its bodies, and its folder depends on nothing else.</summary>
public sealed class SchemaTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(TestCompilation.Metadata("ProjectDirectory"), "../../src/CmqContracts.Generators/Schema"));

    [Fact]
    public void The_folder_compiles_alone()
    {
        CSharpParseOptions options = new(LanguageVersion.CSharp11, DocumentationMode.Diagnose);
        CSharpCompilation alone = CSharpCompilation.Create(
            "Alone",
            Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories).Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path)),
            Directory.GetFiles(TestCompilation.Metadata("ReferencePack"), "*.dll").Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));
        Assert.Empty(alone.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
        Assert.All(alone.Assembly.GlobalNamespace.GetMembers().OfType<INamespaceSymbol>(), space => Assert.Equal("CmqContracts", space.Name));
    }

    [Fact]
    public void Every_kind_of_type_has_its_shape() => Assert.Equal(
        """
        P: object
          id: int = Int32 required written read
          name: string = String written read
          note: string = String null written read
          when: System.DateTime = DateTime null written read
          bytes: byte[] = Bytes written read
          state: State = enum Int32 named [Open=0, Closed=1] written read
          level: Level = enum Byte [Low=1, High=2] written read
          rights: Rights = enum Int32 named flags [read-only=1, Write=2, None=0] written read
          items: System.Collections.Generic.List<Item> = array of Item? written read
          byDay: System.Collections.Generic.Dictionary<System.DayOfWeek, int?> = map of DayOfWeek to int? written read
          shape: Shape = union of Circle by "circle", Square by 4 in "kind" written read
          any: System.Text.Json.JsonElement = Json written read
          amount: long = Int64 AllowReadingFromString, WriteAsString written read
        """.ReplaceLineEndings("\n"),
        Describe(Schemas.Of(TestCompilation.Create("""
            public enum Level : byte { Low = 1, High = 2 }
            [JsonConverter(typeof(JsonStringEnumConverter))] public enum State { Open, Closed }
            [Flags, JsonConverter(typeof(JsonStringEnumConverter))] public enum Rights { None, [JsonStringEnumMemberName("read-only")] Read, Write }
            public record Item(int A);
            [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind"), JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), 4)] public abstract record Shape;
            public record Circle(double R) : Shape; public record Square(double A) : Shape;
            [CmqQueue("q")] public partial class P
            {
                public required int Id { get; set; }
                public string Name { get; set; } = "";
                public string? Note { get; set; }
                public DateTime? When { get; set; }
                public byte[] Bytes { get; set; } = [];
                public State State { get; set; }
                public Level Level { get; set; }
                public Rights Rights { get; set; }
                public List<Item> Items { get; set; } = new();
                public Dictionary<DayOfWeek, int?> ByDay { get; set; } = new();
                public Shape Shape { get; set; } = null!;
                public System.Text.Json.JsonElement Any { get; set; }
                [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] public long Amount { get; set; }
            }
            """.Replace("= [];", "= new byte[0];", StringComparison.Ordinal)), "P")!));

    [Theory]
    [InlineData("public int A { get; set; }", IgnoreCondition.Never, true, true)]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? A { get; set; }", IgnoreCondition.WhenWritingNull, true, true)]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int A { get; set; }", IgnoreCondition.WhenWritingDefault, true, true)]
    [InlineData("[JsonIgnore(Condition = (JsonIgnoreCondition)4)] public int A { get; set; }", IgnoreCondition.WhenWriting, false, true)]
    [InlineData("[JsonIgnore(Condition = (JsonIgnoreCondition)5)] public int A { get; set; }", IgnoreCondition.WhenReading, true, false)]
    [InlineData("public int A { get; }", IgnoreCondition.Never, true, false)]
    public void A_member_says_when_it_is_left_out(string member, object ignore, bool isWritten, bool isRead)
    {
        SchemaMember found = Assert.Single(Member(member));
        Assert.Equal(((IgnoreCondition)ignore, isWritten, isRead), (found.Ignore, found.IsWritten, found.IsRead));
    }

    [Fact]
    public void A_member_that_is_always_ignored_is_not_in_the_schema() => Assert.Empty(Member("[JsonIgnore] public int A { get; set; }"));

    [Theory]
    [InlineData("[MaxLength(5)] public string? A { get; set; }", null, 5, null, null, false)]
    [InlineData("[MinLength(2), MaxLength(5)] public List<int>? A { get; set; }", 2, 5, null, null, false)]
    [InlineData("[StringLength(5, MinimumLength = 1)] public string? A { get; set; }", 1, 5, null, null, false)]
    [InlineData("[Length(2, 5)] public byte[]? A { get; set; }", 2, 5, null, null, false)]
    [InlineData("[Range(1, 100)] public int A { get; set; }", null, null, "1", "100", false)]
    [InlineData("[Range(0.5, 1e30)] public double A { get; set; }", null, null, "0.5", "1E+30", false)]
    [InlineData("[Range(typeof(decimal), \"-1.50\", \"2\", MinimumIsExclusive = true)] public decimal A { get; set; }", null, null, "-1.50", "2", true)]
    public void A_member_has_the_limits_of_its_validation_attributes(string member, int? minLength, int? maxLength, string? minimum, string? maximum, bool isExclusive)
    {
        SchemaLimits limits = Assert.Single(Member(member)).Limits!;
        Assert.Equal((minLength, maxLength, minimum, maximum, isExclusive, false), (limits.MinLength, limits.MaxLength, limits.Minimum, limits.Maximum, limits.IsMinimumExclusive, limits.IsMaximumExclusive));
    }

    [Fact]
    public void The_first_limit_counts_and_what_is_none_is_not_there()
    {
        IReadOnlyList<SchemaMember> members = Member("""
            [MinLength(1), MaxLength(9), StringLength(8, MinimumLength = 2), Length(3, 7)] public string? A { get; set; }
            [Length(3, 7), StringLength(8, MinimumLength = 2), MaxLength(9), MinLength(1)] public string? B { get; set; }
            [StringLength(8, MinimumLength = 2), Length(3, 7)] public string? C { get; set; }
            [StringLength(8), Length(3, 7)] public string? D { get; set; }
            [MaxLength, MinLength(-1)] public string? E { get; set; }
            [MaxLength(0), MinLength(0)] public string? F { get; set; }
            [MaxLength(-1), Length(3, 7)] public string? G { get; set; }
            [Range(1, 2, MaximumIsExclusive = true)] public int H { get; set; }
            [Range(typeof(int), null!, "5")] public int I { get; set; }
            [Range(typeof(int), "5", null!)] public int J { get; set; }
            [Range(typeof(int), null!, null!)] public int K { get; set; }
            [Range(0.1, 12345678901234567.0)] public double L { get; set; }
            [Range(-5, 5, MinimumIsExclusive = false)] public int M { get; set; }
            [Other.MaxLength(3), Obsolete("5")] public string? N { get; set; }
            public string? O { get; set; }
            [JsonInclude, MaxLength(4)] public string? P;
            """, "namespace Other { public class MaxLengthAttribute : Attribute { public MaxLengthAttribute(int length) { } } }");
        Assert.Equal(
            ["a 1..9", "b 3..7", "c 2..8", "d 3..8", "e", "f 0..0", "g 3..7", "h [1, 2)", "i [, 5]", "j [5, ]", "k", "l [0.1, 12345678901234568]", "m [-5, 5]", "n", "o", "p ..4"],
            members.Select(member => member.Name + member.Limits switch
            {
                null => "",
                { Minimum: null, Maximum: null } length => $" {length.MinLength}..{length.MaxLength}",
                { MinLength: null, MaxLength: null } range => $" {(range.IsMinimumExclusive ? '(' : '[')}{range.Minimum}, {range.Maximum}{(range.IsMaximumExclusive ? ')' : ']')}",
                SchemaLimits both => both.ToString(),
            }));
    }

    [Fact]
    public void Limits_are_those_of_the_member_before_those_of_the_parameters_of_its_name() => Assert.Equal(
        [4, 3, null],
        ((SchemaObject)Schemas.Of(TestCompilation.Create("""[CmqQueue("q")] public partial record P([property: MaxLength(4)][MaxLength(3)] string A, [MaxLength(3)] string B, string C);"""), "P")!.Types[0]).Members.Select(member => member.Limits?.MaxLength));

    /// <summary>The members are named after their kinds.</summary>
    [Fact]
    public void Every_value_has_its_kind()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""
            using System.Text.Json; using System.Text.Json.Nodes;
            [CmqQueue("q")] public partial class P
            {
                public bool Boolean { get; set; } public byte Byte { get; set; } public sbyte SByte { get; set; } public short Int16 { get; set; } public ushort UInt16 { get; set; }
                public int Int32 { get; set; } public uint UInt32 { get; set; } public long Int64 { get; set; } public ulong UInt64 { get; set; } public Int128 Int128 { get; set; } public UInt128 UInt128 { get; set; }
                public Half Half { get; set; } public float Single { get; set; } public double Double { get; set; } public decimal Decimal { get; set; } public char Char { get; set; } public string String { get; set; } = "";
                public Guid Guid { get; set; } public DateTime DateTime { get; set; } public DateTimeOffset DateTimeOffset { get; set; } public DateOnly DateOnly { get; set; } public TimeOnly TimeOnly { get; set; } public TimeSpan TimeSpan { get; set; }
                public Uri? Uri { get; set; } public Version? Version { get; set; } public byte[]? Bytes { get; set; } public JsonObject? JsonObject { get; set; } public JsonArray? JsonArray { get; set; } public JsonNode? Json { get; set; }
            }
            """), "P")!;
        IReadOnlyList<SchemaMember> members = ((SchemaObject)schema.Types[0]).Members;
        Assert.Equal(Enum.GetNames<ValueKind>(), members.Select(member => member.Symbol));
        Assert.All(members, member => Assert.Equal((member.Symbol, NumberHandling.Strict), (((SchemaValue)schema.Types[member.Type]).Kind.ToString(), ((SchemaValue)schema.Types[member.Type]).Numbers & ~NumberHandling.AllowReadingFromString)));
    }

    [Fact]
    public void Every_other_form_of_bytes_and_of_any_json_is_one_of_those_kinds() => Assert.Equal(
        """
        P: object
          bytes: System.Memory<byte> = Bytes required written read
          more: System.ReadOnlyMemory<byte> = Bytes null required written read
          element: System.Text.Json.JsonElement = Json required written read
          document: System.Text.Json.JsonDocument = Json required written read
          value: System.Text.Json.Nodes.JsonValue = Json required written read
          any: object = Json null required written read
        """.ReplaceLineEndings("\n"),
        Describe(Schemas.Of(TestCompilation.Create("""
            using System.Text.Json; using System.Text.Json.Nodes;
            [CmqQueue("q")] public partial record P(Memory<byte> Bytes, ReadOnlyMemory<byte>? More, JsonElement Element, JsonDocument Document, JsonValue Value, object? Any);
            """), "P")!));

    [Fact]
    public void An_object_says_what_becomes_of_names_that_no_member_has()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""
            [CmqQueue("q")] public partial record P(Open A, Closed B, Kept C);
            public class Open { public int @class { get; set; } }
            [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] public class Closed { }
            public class Kept { [JsonExtensionData] public Dictionary<string, object>? More { get; set; } }
            """), "P")!;
        Assert.Equal(
            [("P", false, false, "A B C"), ("Open", false, false, "class"), ("Closed", true, false, ""), ("Kept", false, true, "")],
            schema.Types.OfType<SchemaObject>().Select(type => (type.Name, type.DisallowsUnmapped, type.HasExtensionData, string.Join(' ', type.Members.Select(member => member.Symbol)))));
    }

    [Fact]
    public void A_collection_of_the_user_s_own_is_an_array_or_a_map()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""
            using System.Collections; using System.Diagnostics.CodeAnalysis;
            [CmqQueue("q")] public partial record P(Own A, OwnMap B);
            public class Own : ICollection<long>
            {
                public int Count => 0; public bool IsReadOnly => false; public void Add(long item) { } public void Clear() { } public bool Contains(long item) => false; public bool Remove(long item) => false;
                public void CopyTo(long[] array, int index) { } public IEnumerator<long> GetEnumerator() => null!; IEnumerator IEnumerable.GetEnumerator() => null!;
            }
            public class OwnMap : IDictionary<string, int>
            {
                public int this[string key] { get => 0; set { } } public ICollection<string> Keys => null!; public ICollection<int> Values => null!; public int Count => 0; public bool IsReadOnly => false;
                public void Add(string key, int value) { } public bool ContainsKey(string key) => false; public bool Remove(string key) => false; public bool TryGetValue(string key, [MaybeNullWhen(false)] out int value) { value = 0; return false; }
                public void Add(KeyValuePair<string, int> item) { } public void Clear() { } public bool Contains(KeyValuePair<string, int> item) => false; public bool Remove(KeyValuePair<string, int> item) => false;
                public void CopyTo(KeyValuePair<string, int>[] array, int index) { } public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => null!; IEnumerator IEnumerable.GetEnumerator() => null!;
            }
            """), "P")!;
        SchemaArray array = Assert.Single(schema.Types.OfType<SchemaArray>());
        SchemaMap map = Assert.Single(schema.Types.OfType<SchemaMap>());
        Assert.Equal(("Own of long", "OwnMap of string to int"), ($"{array.Name} of {schema.Types[array.Item.Type].Name}", $"{map.Name} of {schema.Types[map.Key].Name} to {schema.Types[map.Value.Type].Name}"));
    }

    [Fact]
    public void A_base_that_is_only_written_has_its_members_as_they_are_declared()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""
            [CmqQueue("q")] public partial record P(Base A);
            [JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType), JsonDerivedType(typeof(Leaf), 1)] public abstract class Base { public required int A { get; set; } public int B { get; set; } } public class Leaf : Base { }
            """), "P")!;
        Assert.Equal(["Base a True", "Base b False", "Leaf a True", "Leaf b False"], schema.Types.OfType<SchemaObject>().Skip(1).SelectMany(type => type.Members, (type, member) => $"{type.Name} {member.Name} {member.IsRequired}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Extension_data_is_another_thing_than_a_member_of_its_type()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""
            using System.Text.Json.Nodes;
            [CmqQueue("q")] public partial record P(Kept A, KeptToo B, JsonObject C, Dictionary<string, object> D, Other E, OtherToo F);
            public class Kept { [JsonExtensionData] public JsonObject? More { get; set; } } public class KeptToo { [JsonExtensionData] public JsonObject? More { get; set; } }
            public class Other { [JsonExtensionData] public Dictionary<string, object>? More { get; set; } } public class OtherToo { [JsonExtensionData] public Dictionary<string, object>? More { get; set; } }
            """), "P")!;
        Assert.Equal(
            ["P False 6", "Kept True 0", "KeptToo True 0", "Other True 0", "OtherToo True 0"],
            schema.Types.OfType<SchemaObject>().Select(type => $"{type.Name} {type.HasExtensionData} {type.Members.Count}"));
        IReadOnlyList<SchemaMember> members = ((SchemaObject)schema.Types[0]).Members;
        Assert.Equal(ValueKind.JsonObject, ((SchemaValue)schema.Types[members[2].Type]).Kind);
        Assert.IsType<SchemaMap>(schema.Types[members[3].Type]);
    }

    [Fact]
    public void A_union_says_what_becomes_of_other_types()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""
            namespace N;
            [CmqQueue("q")] public partial record P(A A, B B, C C, I I);
            [JsonPolymorphic(IgnoreUnrecognizedTypeDiscriminators = true), JsonDerivedType(typeof(A1), "1")] public record A; public record A1 : A;
            [JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType), JsonDerivedType(typeof(B1), 1)] public abstract record B; public record B1 : B;
            [JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor), JsonDerivedType(typeof(C1))] public record C; public record C1 : C;
            [JsonDerivedType(typeof(I1), "one")] public interface I { } public record I1 : I;
            """), "N.P")!;
        Assert.Equal(
            [
                ("N.A", "N.A1 1 ", "N.A", UnknownDerivedTypeHandling.FailSerialization, true),
                ("N.B", "N.B1  1", "N.B", UnknownDerivedTypeHandling.FallBackToBaseType, false),
                ("N.C", "N.C1  ", "N.C", UnknownDerivedTypeHandling.FallBackToNearestAncestor, false),
                ("N.I", "N.I1 one ", null, UnknownDerivedTypeHandling.FailSerialization, false),
            ],
            schema.Types.OfType<SchemaUnion>().Select(type => (
                type.Name,
                string.Join(", ", type.Cases.Select(one => $"{schema.Types[one.Type].Name} {one.Text} {one.Number}")),
                type.Base is { } index ? ((SchemaObject)schema.Types[index]).Name : null,
                type.UnknownDerivedTypes,
                type.IgnoresUnrecognized)));
        Assert.All(schema.Types.OfType<SchemaUnion>(), type => Assert.Equal("$type", type.DiscriminatorName));
        Assert.Equal("N.P", schema.MessageType);
    }

    [Fact]
    public void A_converted_value_names_its_converter_and_may_be_null_where_its_type_may()
    {
        const string Converter = "public class Converter<T> : JsonConverter<T> { public override T? Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => default; public override void Write(System.Text.Json.Utf8JsonWriter w, T v, System.Text.Json.JsonSerializerOptions o) { } }";
        ContractSchema schema = Schemas.Of(TestCompilation.Create($$"""
            namespace N; {{Converter}}
            [CmqQueue("q")] public partial class P
            {
                [JsonConverter(typeof(Converter<int>))] public int A { get; set; }
                [JsonConverter(typeof(Converter<int>))] public int? B { get; set; }
                [JsonConverter(typeof(Converter<long?>))] public long? C { get; set; }
                [JsonConverter(typeof(Converter<string>))] public string? D { get; set; }
                [JsonConverter(typeof(Converter<string>))] public string E { get; set; } = "";
            }
            """), "N.P")!;
        Assert.Equal(
            ["int by N.Converter<int>: False False", "int by N.Converter<int>: True True", "long? by N.Converter<long?>: True True", "string by N.Converter<string>: True True", "string by N.Converter<string>: False False"],
            ((SchemaObject)schema.Types[0]).Members.Select(member => $"{schema.Types[member.Type].Name} by {((SchemaConverted)schema.Types[member.Type]).Converter}: {member.WritesNull} {member.ReadsNull}"));
    }

    [Fact]
    public void Null_is_written_and_read_as_the_annotations_say()
    {
        IReadOnlyList<SchemaMember> members = Member("""
            public string A { get; set; } = "";
            public string? B { get; set; }
            [AllowNull] public string C { get; set; } = "";
            [DisallowNull] public string? D { get; set; }
            [MaybeNull] public string E { get; set; } = "";
            [NotNull] public string? F { get; set; } = "";
            [AllowNull, MaybeNull] public string G { get; set; } = "";
            [DisallowNull, NotNull] public string? H { get; set; } = "";
            public int I { get; set; }
            public int? J { get; set; }
            [DisallowNull] public int? K { get; set; }
            [MaybeNull] public int L { get; set; }
            public Box<string> M { get; set; } = new();
            #nullable disable
            public string N { get; set; }
            """, "public class Box<T> { }", "using System.Diagnostics.CodeAnalysis; ");
        Assert.Equal(
            ["a --", "b wr", "c -r", "d w-", "e w-", "f -r", "g wr", "h --", "i --", "j wr", "k w-", "l --", "m --", "n wr"],
            members.Select(member => $"{member.Name} {(member.WritesNull ? 'w' : '-')}{(member.ReadsNull ? 'r' : '-')}"));
    }

    /// <summary>System.Text.Json goes by what reflection knows: the constraints of a type parameter, not the annotation of its argument.</summary>
    [Fact]
    public void Of_a_generic_type_the_constraints_say_whether_null_may_be()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""
            [CmqQueue("q")] public partial record P(Any<string> A, NotNull<string> B, Class<string> C, MayBeNull<string> D, Question<string> E, Any<int> F, Field<string> G);
            public class Any<T> { public T Value { get; set; } = default!; } public class NotNull<T> where T : notnull { public T Value { get; set; } = default!; }
            public class Class<T> where T : class { public T Value { get; set; } = default!; } public class MayBeNull<T> where T : class? { public T Value { get; set; } = default!; }
            public class Question<T> where T : class { public T? Value { get; set; } } public class Field<T> where T : notnull { [JsonInclude] public T Value = default!; }
            """), "P")!;
        Assert.Equal(
            ["Any<string> True", "NotNull<string> False", "Class<string> False", "MayBeNull<string> True", "Question<string> True", "Any<int> False", "Field<string> False"],
            schema.Types.OfType<SchemaObject>().Skip(1).Select(type => $"{type.Name} {Assert.Single(type.Members).ReadsNull}"));
        Assert.All(schema.Types.OfType<SchemaObject>().Skip(1), type => Assert.Equal(type.Members[0].ReadsNull, type.Members[0].WritesNull));
    }

    [Fact]
    public void Items_and_values_may_be_null_where_their_types_may()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""[CmqQueue("q")] public partial record P(int[] A, int?[] B, List<string> C, Dictionary<string, DayOfWeek> D, Dictionary<int, DayOfWeek?> E, Dictionary<DayOfWeek, object> F);"""), "P")!;
        Assert.Equal(["int False", "int True", "string True"], schema.Types.OfType<SchemaArray>().Select(type => $"{schema.Types[type.Item.Type].Name} {type.Item.AllowsNull}"));
        Assert.Equal(["string System.DayOfWeek False", "int System.DayOfWeek True", "System.DayOfWeek object True"], schema.Types.OfType<SchemaMap>().Select(type => $"{schema.Types[type.Key].Name} {schema.Types[type.Value.Type].Name} {type.Value.AllowsNull}"));
    }

    [Fact]
    public void Limits_of_a_record_s_parameter_are_those_of_its_member() =>
        Assert.Equal(3, Schemas.Of(TestCompilation.Create("""[CmqQueue("q")] public partial record P([MaxLength(3)] string A);"""), "P")!.Types.OfType<SchemaObject>().Single().Members.Single().Limits!.MaxLength);

    [Fact]
    public void A_type_that_contains_itself_is_in_the_schema_once()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""[CmqQueue("q")] public partial record P(P? Next, List<P> More);"""), "P")!;
        SchemaObject message = Assert.Single(schema.Types.OfType<SchemaObject>());
        Assert.Same(message, schema.Types[0]);
        Assert.Equal(0, message.Members[0].Type);
        Assert.Equal(new SchemaReference(0, AllowsNull: true), Assert.Single(schema.Types.OfType<SchemaArray>()).Item);
    }

    [Theory]
    [InlineData("public Action? A { get; set; }")]
    [InlineData("public Missing? A { get; set; }")]
    public void There_is_no_schema_of_a_contract_with_an_error(string member) =>
        Assert.Null(Schemas.Of(TestCompilation.Create($$"""[CmqQueue("q")] public partial class P { {{member}} }"""), "P"));

    [Fact]
    public void There_is_no_schema_of_a_message_with_a_JsonContext() => Assert.Null(Schemas.Of(TestCompilation.Create("""
        [JsonSerializable(typeof(P))] public abstract class C : JsonSerializerContext { protected C() : base(null) { } }
        [CmqQueue("q", JsonContext = typeof(C))] public partial record P(int A);
        """), "P"));

    [Fact]
    public void The_generator_does_not_read_what_only_the_schema_needs()
    {
        const string Limited = """[CmqQueue("q")] public partial record P([property: MaxLength(3)] string A, E B); public enum E { X }""";
        Assert.Equal(
            Pipeline.RunReasons.Of(TestCompilation.Create(Limited), TestCompilation.Create(Limited + " ")).Contract,
            Pipeline.RunReasons.Of(TestCompilation.Create(Limited), TestCompilation.Create(Limited.Replace("X }", "X, Y }", StringComparison.Ordinal).Replace("MaxLength(3)", "MaxLength(4)", StringComparison.Ordinal))).Contract);
    }

    private static IReadOnlyList<SchemaMember> Member(string member, string beside = "", string before = "") =>
        ((SchemaObject)Schemas.Of(TestCompilation.Create($$"""{{before}}{{beside}} [CmqQueue("q")] public partial class P { {{member}} }"""), "P")!.Types[0]).Members;

    private static string Describe(ContractSchema schema)
    {
        StringBuilder text = new($"{schema.Types[0].Name}: object");
        foreach (SchemaMember member in ((SchemaObject)schema.Types[0]).Members)
        {
            SchemaType type = schema.Types[member.Type];
            text.Append(CultureInfo.InvariantCulture, $"\n  {member.Name}: {type.Name} = {Describe(schema, type)}");
            text.Append(member.WritesNull && member.ReadsNull ? " null" : "").Append(member.IsRequired ? " required" : "").Append(member.IsWritten ? " written" : "").Append(member.IsRead ? " read" : "");
        }

        return text.ToString();
    }

    private static string Describe(ContractSchema schema, SchemaType type) => type switch
    {
        SchemaValue value => value.Kind + (value.Numbers is NumberHandling.AllowReadingFromString ? "" : " " + value.Numbers),
        SchemaEnum @enum => $"enum {@enum.Underlying}{(@enum.IsNamed ? " named" : "")}{(@enum.IsFlags ? " flags" : "")} [{string.Join(", ", @enum.Values.Select(value => $"{value.Name}={value.Number}"))}]",
        SchemaArray array => $"array of {Short(schema, array.Item.Type)}{(array.Item.AllowsNull ? "?" : "")}",
        SchemaMap map => $"map of {Short(schema, map.Key)} to {Short(schema, map.Value.Type)}{(map.Value.AllowsNull ? "?" : "")}",
        SchemaUnion union => $"union of {string.Join(", ", union.Cases.Select(one => $"{Short(schema, one.Type)} by {(one.Text is null ? one.Number!.Value.ToString(CultureInfo.InvariantCulture) : $"\"{one.Text}\"")}"))} in \"{union.DiscriminatorName}\"",
        _ => type.GetType().Name,
    };

    private static string Short(ContractSchema schema, int type) => schema.Types[type].Name.Split('.')[^1];
}
