using System.Collections;
using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

#pragma warning disable CA1710 // The names of collections of users need not have the suffixes.

// Collections of users. Their members other than the items are not in JSON.
public class Lines : List<OrderLine>
{
    public string Title { get; set; } = "not in JSON";
}

public sealed class MoreLines : Lines;

public class Bag<T> : Collection<T>;

public class Names : HashSet<string?>;

public class Pile : Stack<int>;

public class Row : Queue<Money>;

public class Forest : List<Forest>;

public class Prices : Dictionary<string, decimal>
{
    public decimal Sum => Values.Sum();
}

public class ByDay<T> : SortedDictionary<DayOfWeek, T>;

[JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
public class Figures : List<int>;

[JsonConverter(typeof(CommaConverter))]
public class Commas : List<string>;

public sealed class CommaConverter : JsonConverter<Commas>
{
    public override Commas Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? [.. reader.GetString()!.Split(',')] : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, Commas value, JsonSerializerOptions options) => writer.WriteStringValue(string.Join(',', value));
}

/// <summary>A collection that implements its interfaces explicitly.</summary>
public struct Discreet : ICollection<int>
{
    private List<int>? _items;

    readonly int ICollection<int>.Count => _items?.Count ?? 0;

    readonly bool ICollection<int>.IsReadOnly => false;

    void ICollection<int>.Add(int item) => (_items ??= []).Add(item);

    void ICollection<int>.Clear() => _items = null;

    readonly bool ICollection<int>.Contains(int item) => _items?.Contains(item) ?? false;

    readonly void ICollection<int>.CopyTo(int[] array, int arrayIndex) => _items?.CopyTo(array, arrayIndex);

    readonly bool ICollection<int>.Remove(int item) => _items?.Remove(item) ?? false;

    readonly IEnumerator<int> IEnumerable<int>.GetEnumerator() => (_items ?? []).GetEnumerator();

    readonly IEnumerator IEnumerable.GetEnumerator() => (_items ?? []).GetEnumerator();
}

[CmqQueue("own-lists")]
public partial record UserLists(Lines A, MoreLines? B, Bag<int?> C, Bag<Bag<string>> D, Forest E);

[CmqQueue("own-collections")]
public partial record UserCollections(Names A, Pile B, Row? C, Discreet D, List<Discreet> E);

[CmqQueue("own-maps")]
public partial record UserMaps(Prices A, ByDay<Prices?>? B, List<ByDay<int>> C);

[CmqQueue("own-with-attributes")]
public partial record UserCollectionsWithAttributes(Commas A, Commas? B, Figures C, [property: JsonNumberHandling(JsonNumberHandling.Strict)] Figures D, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] Bag<long> E);

[CmqQueue("own-in-number-form")]
[JsonNumberHandling(JsonNumberHandling.WriteAsString)]
public partial record UserCollectionsOfNumbers(Figures A, Bag<int> B, Prices C, Lines D);

#pragma warning disable CMQ0209 // Values of any type.
[CmqQueue("lists-of-anything")]
public partial record ListsOfAnything(IList A, ICollection? B, IEnumerable C, List<IList?> D);
#pragma warning restore CMQ0209
