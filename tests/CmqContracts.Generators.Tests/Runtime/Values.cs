using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>Creates values of any type of the corpus by reflection, with a seeded random number generator.</summary>
internal sealed class Values(Random chance)
{
    private static readonly string[] Texts = ["", "a", "Ünïcödé", "中文订单", "😀 emoji", "quote \" backslash \\ slash /", "line\nbreak\t\u0001\u001f\u007f\u2028", "\ud800 lone", "lone \udc00", new string('x', 300), new string('漢', 5000), "<html>&'+"];

    /// <summary>Below this depth the first of several types is chosen, which does not contain others, so that the recursion ends.</summary>
    private const int MaxChoiceDepth = 4;

    private readonly NullabilityInfoContext _nullability = new();

    public T Of<T>() => (T)Of(typeof(T), depth: 0)!;

    private object? Of(Type type, int depth, bool isDerived = false)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return chance.Next(3) == 0 ? null : Of(inner, depth);
        if (type.IsEnum)
            return Enum.ToObject(type, chance.Next(8) == 0 ? Number() : chance.Next(-1, 12));
        if ((Scalar(type) ?? Document(type)) is { } scalar)
            return scalar;
        if (type.IsArray)
        {
            object?[] items = Items(type.GetElementType()!, depth);
            Array array = Array.CreateInstance(type.GetElementType()!, items.Length);
            items.CopyTo(array, 0);
            return array;
        }

        if (!isDerived && Derived(type) is { } derived)
            return Of(derived[depth > MaxChoiceDepth ? 0 : chance.Next(derived.Count)], depth, isDerived: true);
        if (typeof(IEnumerable).IsAssignableFrom(type) && type.Assembly == typeof(Values).Assembly)
            return UserCollection(type, depth);
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
            return Collection(type, depth);
        return Object(type, depth);
    }

    /// <summary>The types that a value of a type may have, including types that no attribute names, where these are allowed.</summary>
    private static List<Type>? Derived(Type type)
    {
        List<Type> named = [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(attribute => attribute.DerivedType)];
        if (named.Count == 0)
            return null;
        if (!type.IsAbstract && !named.Contains(type))
            named.Add(type);
        if (type.GetCustomAttribute<JsonPolymorphicAttribute>()?.UnknownDerivedTypeHandling is not (null or JsonUnknownDerivedTypeHandling.FailSerialization))
            named.AddRange(type.Assembly.GetTypes().Where(other => other.IsSubclassOf(type) && !other.IsAbstract && !named.Contains(other)));
        return named;
    }

    private static readonly string[] Documents = ["null", "1", "-1.5e3", "true", "\"text \u00fc 中\"", "[]", "[1,[null,{}]]", "{}", "{\"a\":{\"b\":[1,2]},\"Name\":null}"];

    private JsonNode? Node() => JsonNode.Parse(Documents[chance.Next(Documents.Length)]);

    private object? Document(Type type) =>
        type == typeof(JsonElement) ? JsonDocument.Parse(Documents[chance.Next(Documents.Length)]).RootElement
        : type == typeof(JsonDocument) ? JsonDocument.Parse(Documents[chance.Next(Documents.Length)])
        : type == typeof(JsonObject) ? new JsonObject { ["x"] = Node(), ["y z"] = Node() }
        : type == typeof(JsonArray) ? new JsonArray(Node(), Node())
        : type == typeof(JsonValue) ? JsonValue.Create("value")
        : type == typeof(JsonNode) ? Node() ?? JsonValue.Create(1)
        : type == typeof(object) ? Any()
        : type == typeof(IList) || type == typeof(ICollection) || type == typeof(IEnumerable) ? new List<object?> { Any(), null, Any() }
        : null;

    private object Any() => chance.Next(9) switch
    {
        0 => "text",
        1 => Number(),
        2 => Fraction(),
        3 => true,
        4 => JsonDocument.Parse("{\"a\":[1]}").RootElement,
        5 => new List<object?> { 1, null, "x" },
        6 => new Dictionary<string, object?> { ["a"] = 1, ["b"] = null },
        7 => DayOfWeek.Friday,
        _ => Guid.Empty,
    };

    private object? Scalar(Type type) =>
        type == typeof(bool) ? chance.Next(2) == 0
        : type == typeof(byte) ? (byte)chance.Next(256)
        : type == typeof(sbyte) ? (sbyte)chance.Next(-128, 128)
        : type == typeof(short) ? (short)Number()
        : type == typeof(ushort) ? (ushort)Number()
        : type == typeof(int) ? (int)Number()
        : type == typeof(uint) ? (uint)Number()
        : type == typeof(long) ? Number()
        : type == typeof(ulong) ? (ulong)Number()
        : type == typeof(Int128) ? (Int128)Number() * Number()
        : type == typeof(UInt128) ? (UInt128)(ulong)Number() * (ulong)Number()
        : type == typeof(Half) ? (Half)(chance.NextDouble() * 1000)
        : type == typeof(float) ? (float)Fraction()
        : type == typeof(double) ? Fraction()
        : type == typeof(decimal) ? new decimal(chance.Next(), chance.Next(), chance.Next(), chance.Next(2) == 0, (byte)chance.Next(29))
        : type == typeof(char) ? "aé中\"\\\n\0\ud800"[chance.Next(8)]
        : type == typeof(string) ? Texts[chance.Next(Texts.Length)]
        : type == typeof(Uri) ? new Uri(chance.Next(2) == 0 ? "https://example.com/ü?q=1#f" : "relative/ path", UriKind.RelativeOrAbsolute)
        : type == typeof(Version) ? chance.Next(2) == 0 ? new Version(1, 2) : new Version(1, 2, 3, int.MaxValue)
        : type == typeof(byte[]) ? Bytes()
        : type == typeof(Memory<byte>) ? (Memory<byte>)Bytes()
        : type == typeof(ReadOnlyMemory<byte>) ? (ReadOnlyMemory<byte>)Bytes()
        : type == typeof(Guid) ? new Guid(chance.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
        : type == typeof(DateTime) ? Time()
        : type == typeof(DateTimeOffset) ? chance.Next(8) == 0 ? DateTimeOffset.MinValue : chance.Next(8) == 0 ? DateTimeOffset.MaxValue : new DateTimeOffset(chance.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.FromMinutes(chance.Next(-800, 800)))
        : type == typeof(DateOnly) ? DateOnly.FromDayNumber(chance.Next(4) switch { 0 => 0, 1 => DateOnly.MaxValue.DayNumber, _ => chance.Next(DateOnly.MaxValue.DayNumber) })
        : type == typeof(TimeOnly) ? new TimeOnly(Rounded(TimeSpan.TicksPerDay))
        : type == typeof(TimeSpan) ? chance.Next(8) == 0 ? TimeSpan.MinValue : chance.Next(8) == 0 ? TimeSpan.MaxValue : new TimeSpan(Number())
        : null;

    /// <summary>A point in time, sometimes the first, the last, or a leap day.</summary>
    private DateTime Time() => DateTime.SpecifyKind(
        chance.Next(8) switch
        {
            0 => DateTime.MinValue,
            1 => DateTime.MaxValue,
            2 => new DateTime(2024, 2, 29, 23, 59, 59).AddTicks(Rounded(TimeSpan.TicksPerSecond)),
            _ => new DateTime(Rounded(DateTime.MaxValue.Ticks)),
        },
        (DateTimeKind)chance.Next(3));

    private long Rounded(long maximum)
    {
        long ticks = chance.NextInt64(maximum);
        return ticks - (ticks % (chance.Next(3) switch { 0 => 1, 1 => 1000, _ => TimeSpan.TicksPerSecond }));
    }

    private long Number() => chance.Next(4) switch { 0 => chance.Next(-10, 10), 1 => chance.NextInt64(), 2 => -chance.NextInt64(), _ => chance.Next() };

    private double Fraction() => chance.Next(4) switch { 0 => 0, 1 => -0.0, 2 => chance.NextDouble() * 1e20, _ => chance.NextDouble() };

    private byte[] Bytes()
    {
        byte[] bytes = new byte[chance.Next(20)];
        chance.NextBytes(bytes);
        return bytes;
    }

    private object?[] Items(Type type, int depth) => [.. Enumerable.Range(0, chance.Next(depth > 3 ? 1 : 4)).Select(_ => !type.IsValueType && depth > 2 ? null : Of(type, depth + 1))];

    private object Collection(Type type, int depth)
    {
        Type[] arguments = type.GetGenericArguments();
        if (arguments.Length == 2)
        {
            IDictionary map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            foreach (object? value in Items(arguments[1], depth))
                map[Of(arguments[0], depth)!] = value;
            return type.IsAssignableFrom(map.GetType()) ? map : From(type, map, arguments);
        }

        bool isSet = type.Name is "HashSet`1" or "ISet`1";
        bool isArray = type.IsInterface && !isSet && type.Namespace != typeof(ImmutableArray).Namespace && chance.Next(2) == 0;
        object?[] items = Items(arguments[0], depth);
        if (isArray)
        {
            Array array = Array.CreateInstance(arguments[0], items.Length);
            items.CopyTo(array, 0);
            return array;
        }

        if (!isSet && !type.IsAssignableFrom(typeof(List<>).MakeGenericType(arguments)))
        {
            Array source = Array.CreateInstance(arguments[0], items.Length);
            items.CopyTo(source, 0);
            return From(type, source, arguments);
        }

        object result = Activator.CreateInstance((isSet ? typeof(HashSet<>) : typeof(List<>)).MakeGenericType(arguments))!;
        MethodInfo add = result.GetType().GetMethod("Add")!;
        foreach (object? item in items)
            add.Invoke(result, [item]);
        return result;
    }

    /// <summary>A collection of a class of the corpus.</summary>
    private object UserCollection(Type type, int depth)
    {
        object result = Activator.CreateInstance(type)!;
        if (Interface(type, typeof(IDictionary<,>)) is { } map)
        {
            foreach (object? value in Items(map.GenericTypeArguments[1], depth))
                map.GetProperty("Item")!.SetValue(result, value, [Of(map.GenericTypeArguments[0], depth)]);
            return result;
        }

        MethodInfo add = Interface(type, typeof(ICollection<>))?.GetMethod("Add") ?? type.GetMethod("Push") ?? type.GetMethod("Enqueue")!;
        foreach (object? item in Items(add.GetParameters()[0].ParameterType, depth))
            add.Invoke(result, [item]);
        return result;
    }

    private static Type? Interface(Type type, Type definition) =>
        type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition);

    /// <summary>A collection that is created from another one, by its constructor or by a factory method of the static class of its name.</summary>
    private static object From(Type type, object items, Type[] arguments)
    {
        if (type.Namespace != typeof(ImmutableArray).Namespace)
            return Activator.CreateInstance(type, items)!;
        string name = type.Name[..^2].Replace("IImmutable", "Immutable", StringComparison.Ordinal).Replace("ImmutableSet", "ImmutableHashSet", StringComparison.Ordinal);
        return typeof(ImmutableArray).Assembly.GetType($"{type.Namespace}.{name}")!.GetMethods()
            .Single(method => method.Name == "CreateRange" && method.GetParameters() is [{ ParameterType: { IsGenericType: true } from }] && from.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .MakeGenericMethod(arguments)
            .Invoke(null, [items])!;
    }

    private object Object(Type type, int depth)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        ConstructorInfo? constructor = type.GetConstructors(All).FirstOrDefault(c => c.IsDefined(typeof(JsonConstructorAttribute)))
            ?? type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        object result = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(p => Maybe(_nullability.Create(p).WriteState, p.ParameterType, depth))]);
        foreach (PropertyInfo property in type.GetProperties(All).Where(p => p.SetMethod is { } setter && (setter.IsPublic || p.IsDefined(typeof(JsonIncludeAttribute))) && !p.IsDefined(typeof(JsonIgnoreAttribute))))
            property.SetValue(result, Maybe(_nullability.Create(property).WriteState, property.PropertyType, depth));
        foreach (FieldInfo field in type.GetFields(All).Where(f => f.IsDefined(typeof(JsonIncludeAttribute))))
            field.SetValue(result, Maybe(_nullability.Create(field).WriteState, field.FieldType, depth));
        return result;
    }

    private object? Maybe(NullabilityState state, Type type, int depth) =>
        state == NullabilityState.Nullable && !type.IsValueType && (chance.Next(3) == 0 || depth > 2) ? null : Of(type, depth + 1);
}
