using System.ComponentModel;
using System.Globalization;
using System.Text.Json;

namespace CmqContracts.Json;

/// <summary>The values that tell the types of an object apart, in the member that comes first.</summary>
/// <remarks>Made for generated code.</remarks>
/// <param name="name">The name of that member.</param>
/// <param name="ignoresUnrecognized">Whether a value that no type has counts as none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonDiscriminators(string name, bool ignoresUnrecognized = false)
{
    private const int None = -1;

    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _numbers = [];

    /// <summary>Adds the value of a type.</summary>
    public JsonDiscriminators Add(string value, int type)
    {
        _texts.Add(value, type);
        return this;
    }

    /// <summary>Adds the value of a type.</summary>
    public JsonDiscriminators Add(int value, int type)
    {
        _numbers.Add(value, type);
        return this;
    }

    /// <summary>Reads the object's first member if it says the type; else the reader stays at the beginning of the object.</summary>
    /// <returns>The type; -1: nothing says it.</returns>
    public int Read(ref Utf8JsonReader reader)
    {
        Utf8JsonReader first = reader;
        first.Read();
        if (first.TokenType != JsonTokenType.PropertyName || !IsName(ref first))
            return None;
        first.Read();
        reader = first;
        if (Find(ref reader) is { } type)
            return type;
        if (!ignoresUnrecognized)
            throw new UnreadableValueException($"the name of a type that the contract has: {string.Join(", ", _texts.Keys.Concat(_numbers.Keys.Select(number => number.ToString(CultureInfo.InvariantCulture))))}");
        return None;
    }

    private bool IsName(ref Utf8JsonReader reader) => reader.ValueIsEscaped ? JsonMembers.NameOf(ref reader) == name : reader.ValueTextEquals(name);

    private int? Find(ref Utf8JsonReader reader)
    {
        int found;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return _texts.TryGetValue(reader.GetString()!, out found) ? found : null;
            case JsonTokenType.Number when reader.TryGetInt32(out int number):
                return _numbers.TryGetValue(number, out found) ? found : null;
            default:
                throw new UnreadableValueException("the name of a type: a string or a whole number");
        }
    }
}
