using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CmqContracts.Json;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>Bodies in which all keys have the same default hash, as a hostile sender can choose them.</summary>
public partial class CollidingKeysTests
{
    private const int Many = 2000;

    [CmqQueue("colliding-sets")]
    public partial record Sets(
        HashSet<long> A,
        ISet<ulong> B,
        IReadOnlySet<double> C,
        ReadOnlySet<Guid> D,
        FrozenSet<TimeSpan> E,
        ImmutableHashSet<DateTime> F,
        IImmutableSet<DateTimeOffset> G,
        HashSet<long?> H,
        FrozenSet<Int128?> I,
        HashSet<Far> J,
        HashSet<decimal> K,
        FrozenSet<string?> L,
        HashSet<Version> M,
        HashSet<UInt128> N);

    [CmqQueue("colliding-maps")]
    public partial record Maps(
        Dictionary<long, int> A,
        IDictionary<ulong, int> B,
        IReadOnlyDictionary<double, int> C,
        ReadOnlyDictionary<Guid, int> D,
        FrozenDictionary<TimeSpan, int> E,
        ImmutableDictionary<DateTime, int> F,
        IImmutableDictionary<DateTimeOffset, int> G,
        ConcurrentDictionary<long, int> H,
        Dictionary<Far, int> I,
        FrozenDictionary<string, int> J,
        Dictionary<decimal, int> K);

    public enum Far : long
    {
        None,
    }

    private static IEnumerable<string> Names => new[] { typeof(Sets), typeof(Maps) }
        .SelectMany(static type => Lists(type).Select(property => type.Name + "." + property.Name));

    public static TheoryData<string> Members => [.. Names];

    [Theory]
    [MemberData(nameof(Members))]
    public void Their_hashes_differ_in_the_collection_that_is_read(string member)
    {
        (object collection, Type key) = Read(member);
        IEnumerable items = collection is IDictionary map ? map.Keys : (IEnumerable)collection;
        Assert.Equal(Many, items.Cast<object>().Count());
        // Random hashes of so many values have a collision in about one of 2,000 runs.
        Assert.True(Distinct(key, items, ComparerOf(collection)) > Many - 3);
    }

    /// <summary>The rounds of <see cref="HashCode"/> are linear except for a rotation, so the second half of a key can cancel the first half, whatever the seed is.</summary>
    [Fact]
    public void Keys_made_against_HashCode_do_not_collide()
    {
        const uint Third = 3266489917, Fourth = 668265263;
        uint inverse = 1;
        for (int i = 0; i < 5; i++)
            inverse *= 2 - (Third * inverse);
        long[] keys = [.. Enumerable.Range(0, 20_000).Select(i => ((long)(0u - (((uint)i << 17) * Fourth * inverse)) << 32) | ((uint)i * inverse))];

        Assert.True(keys.Select(static key => HashCode.Combine((int)key, (int)(key >> 32))).Distinct().Count() < 100);
        Assert.True(keys.Select(KeyComparers.Of<long>().GetHashCode).Distinct().Count() > keys.Length - 10);
        Assert.True(keys.Select(static key => KeyComparers.Of<TimeSpan>().GetHashCode(new TimeSpan(key))).Distinct().Count() > keys.Length - 10);
    }

    [Fact]
    public void Default_hashes_of_the_bodies_are_one_hash()
    {
        foreach (string member in Names.Where(static member => member is not ("Sets.L" or "Maps.J" or "Sets.K" or "Maps.K")))
        {
            (object collection, _) = Read(member);
            IEnumerable items = collection is IDictionary map ? map.Keys : (IEnumerable)collection;
            Assert.Single(items.Cast<object>().Select(static item => item.GetHashCode()).Distinct());
        }
    }

    [Theory]
    [InlineData(0.0, -0.0)]
    [InlineData(double.NaN, -double.NaN)]
    [InlineData(1.5, 1.5)]
    public void Equal_numbers_have_equal_hashes(double x, double y)
    {
        Assert.Equal(KeyComparers.Of<double>().GetHashCode(x), KeyComparers.Of<double>().GetHashCode(y));
        Assert.Equal(KeyComparers.Of<float>().GetHashCode((float)x), KeyComparers.Of<float>().GetHashCode((float)y));
        Assert.True(KeyComparers.Of<double>().Equals(x, y));
    }

    [Theory]
    [InlineData("1", "1.0000000000000000000000000000")]
    [InlineData("0", "-0.00")]
    [InlineData("-79228162514264337593543950335", "-79228162514264337593543950335")]
    [InlineData("7922816251426433759354395033", "7922816251426433759354395033.0")]
    [InlineData("100", "100.00")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    public void Equal_decimals_have_equal_hashes(string x, string y) => Assert.Equal(
        KeyComparers.Of<decimal>().GetHashCode(decimal.Parse(x, CultureInfo.InvariantCulture)),
        KeyComparers.Of<decimal>().GetHashCode(decimal.Parse(y, CultureInfo.InvariantCulture)));

    [Fact]
    public void Equal_times_have_equal_hashes()
    {
        DateTime noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);
        Assert.Equal(KeyComparers.Of<DateTime>().GetHashCode(noon), KeyComparers.Of<DateTime>().GetHashCode(DateTime.SpecifyKind(noon, DateTimeKind.Local)));
        Assert.Equal(
            KeyComparers.Of<DateTimeOffset>().GetHashCode(new DateTimeOffset(noon)),
            KeyComparers.Of<DateTimeOffset>().GetHashCode(new DateTimeOffset(noon).ToOffset(TimeSpan.FromHours(8))));
    }

    [Fact]
    public void Null_is_an_item_like_others() => Assert.Equal(
        [null, 1L],
        Oracle.Codec<Nulls>().Decode("""{"a":[null,1,null,1]}"""u8).A.Order());

    [CmqQueue("colliding-nulls")]
    public partial record Nulls(HashSet<long?> A);

    private static (object Collection, Type Key) Read(string member)
    {
        Type type = member.StartsWith("Sets", StringComparison.Ordinal) ? typeof(Sets) : typeof(Maps);
        PropertyInfo read = type.GetProperty(member[^1..])!;
        string body = "{" + string.Join(',', Lists(type)
            .Select(property => JsonSerializer.Serialize(JsonNamingPolicy.CamelCase.ConvertName(property.Name)) + ":" + (property == read ? Colliding(property.PropertyType) : type == typeof(Maps) ? "{}" : "[]"))) + "}";
        object message = type == typeof(Sets) ? Oracle.Codec<Sets>().Decode(System.Text.Encoding.UTF8.GetBytes(body)) : Oracle.Codec<Maps>().Decode(System.Text.Encoding.UTF8.GetBytes(body));
        return (read.GetValue(message)!, read.PropertyType.GetGenericArguments()[0]);
    }

    private static IEnumerable<PropertyInfo> Lists(Type type) => type.GetProperties().Where(static property => property.Name.Length == 1);

    private static string Colliding(Type collection)
    {
        Type key = collection.GetGenericArguments()[0];
        IEnumerable<string> keys = Enumerable.Range(1, Many).Select(i => Text(Nullable.GetUnderlyingType(key) ?? key, i));
        return collection.GetGenericArguments().Length == 2
            ? "{" + string.Join(',', keys.Select(static text => (text[0] == '"' ? text : $"\"{text}\"") + ":1")) + "}"
            : "[" + string.Join(',', keys) + "]";
    }

    /// <summary>Values with the same default hash: the upper half of the bits is equal to the lower one, or to what the type combines it with.</summary>
    private static string Text(Type key, int i)
    {
        // The default hash of 64 bits is the exclusive or of both halves.
        long both = ((long)i << 32) | (uint)i;
        object value = key == typeof(Guid) ? new Guid(i, 0, 0, BitConverter.GetBytes((long)(uint)i << 32))
            : key == typeof(double) ? BitConverter.Int64BitsToDouble(both)
            : key == typeof(Int128) ? (Int128)both
            : key == typeof(UInt128) ? (UInt128)(ulong)both
            : key == typeof(TimeSpan) ? new TimeSpan(both)
            : key == typeof(DateTime) ? new DateTime(both, DateTimeKind.Utc)
            : key == typeof(DateTimeOffset) ? new DateTimeOffset(both, TimeSpan.Zero)
            : key == typeof(decimal) ? new decimal(i, 0, i, false, 0)
            : key == typeof(Version) ? new Version(1, 0, 0, i << 12)
            : key == typeof(string) ? i.ToString(CultureInfo.InvariantCulture)
            : both;
        return JsonSerializer.Serialize(value);
    }

    private static object? ComparerOf(object collection)
    {
        // A wrapper does not expose the comparer of the collection that it wraps.
        for (object? current = collection; current is not null; current = current.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Select(field => field.GetValue(current)).OfType<IEnumerable>().FirstOrDefault())
        {
            if ((current.GetType().GetProperty("Comparer") ?? current.GetType().GetProperty("KeyComparer"))?.GetValue(current) is { } comparer)
                return comparer;
        }

        return null;
    }

    private static int Distinct(Type key, IEnumerable items, object? comparer)
    {
        MethodInfo hash = typeof(IEqualityComparer<>).MakeGenericType(key).GetMethod("GetHashCode")!;
        return items.Cast<object>().Select(item => hash.Invoke(comparer, [item])).Distinct().Count();
    }
}
