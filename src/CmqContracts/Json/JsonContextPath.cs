using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace CmqContracts.Json;

/// <summary>The beginning of a path that <c>System.Text.Json</c> says, up to the first name that no type declares: that one is content.</summary>
internal static class JsonContextPath
{
    public static string Of(string? path, JsonTypeInfo type)
    {
        if (path is null || !path.StartsWith('$'))
            return "$";
        string rest = path[1..];
        List<string> names = Names(type);
        StringBuilder declared = new("$");
        while (TryTakeIndex(ref rest, declared) || TryTakeName(ref rest, names, declared))
        {
        }

        return declared.ToString();
    }

    private static bool TryTakeIndex(ref string rest, StringBuilder declared)
    {
        int end = rest.IndexOf(']', StringComparison.Ordinal);
        if (end < 2 || rest[0] != '[' || rest.AsSpan(1, end - 1).ContainsAnyExceptInRange('0', '9'))
            return false;
        declared.Append(rest, 0, end + 1);
        rest = rest[(end + 1)..];
        return true;
    }

    private static bool TryTakeName(ref string rest, List<string> names, StringBuilder declared)
    {
        foreach (string name in names)
        {
            foreach (string form in (ReadOnlySpan<string>)["." + name, "['" + name + "']", "['" + name.Replace("'", "\\'", StringComparison.Ordinal) + "']"])
            {
                if (!rest.StartsWith(form, StringComparison.OrdinalIgnoreCase) || (rest.Length > form.Length && rest[form.Length] is not ('.' or '[')))
                    continue;
                JsonPath.Append(declared, name);
                rest = rest[form.Length..];
                return true;
            }
        }

        return false;
    }

    /// <summary>The names that a type and those within it declare.</summary>
    private static List<string> Names(JsonTypeInfo root)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        HashSet<Type> seen = [];
        Stack<Type> open = new([root.Type]);
        while (open.TryPop(out Type? type))
        {
            if (!seen.Add(type))
                continue;
            foreach (Type part in type.IsGenericType ? type.GetGenericArguments() : [])
                open.Push(part);
            if (type.GetElementType() is { } element)
                open.Push(element);
            if (!TryGet(root, type, out JsonTypeInfo? info))
                continue;
            foreach (JsonDerivedType derived in DerivedTypes(info))
                open.Push(derived.DerivedType);
            foreach (JsonPropertyInfo property in info.Properties)
            {
                names.Add(property.Name);
                open.Push(property.PropertyType);
            }
        }

        return [.. names];
    }

    private static bool TryGet(JsonTypeInfo root, Type type, [NotNullWhen(true)] out JsonTypeInfo? info)
    {
        info = null;
        return !type.IsPointer && !type.IsByRef && root.Options.TryGetTypeInfo(type, out info);
    }

    private static IEnumerable<JsonDerivedType> DerivedTypes(JsonTypeInfo info) =>
        info.PolymorphismOptions is { } polymorphism ? polymorphism.DerivedTypes : Enumerable.Empty<JsonDerivedType>();
}
