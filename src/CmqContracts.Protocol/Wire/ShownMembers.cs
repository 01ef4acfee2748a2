using System.Buffers;
using System.Globalization;
using System.Text;

namespace CmqContracts.Protocol.Wire;

/// <summary>
/// Writes what <c>ToString</c> shows of a record or a result: lists by their items, bodies by their length, endpoints without what may be
/// secret in them, errors without their stack, and every text as <see cref="ShownText"/> has it.
/// </summary>
/// <param name="builder">What it is written to.</param>
internal sealed class ShownMembers(StringBuilder builder)
{
    /// <summary>Writes a text of its own, which begins with a type's name as a record's does.</summary>
    /// <param name="type">The type's name.</param>
    public ShownMembers(string type)
        : this(new StringBuilder(type).Append(" { "))
    {
    }

    /// <summary>How many items of a list are shown.</summary>
    private const int MaxItems = 16;

    /// <summary>Characters that a URL has and the name of a queue cannot have.</summary>
    private static readonly SearchValues<char> PartsOfUrl = SearchValues.Create("/:@?#\\");

    /// <summary>Whether a member was written: what a record's <c>PrintMembers</c> returns.</summary>
    public bool Any { get; private set; }

    /// <summary>Writes a member that is one value.</summary>
    public ShownMembers Add(string name, object? value)
    {
        Begin(name).Append(TextOf(value));
        return this;
    }

    /// <summary>Writes a member that is a list: its items, and how many there are when that is too many.</summary>
    public ShownMembers Add<TItem>(string name, IReadOnlyList<TItem>? items)
    {
        Begin(name);
        if (items is null)
            return this;
        builder.Append('[');
        for (int i = 0; i < items.Count && i < MaxItems; i++)
            builder.Append(i == 0 ? "" : ", ").Append(TextOf(items[i]));
        if (items.Count > MaxItems)
            builder.Append(CultureInfo.InvariantCulture, $", … {items.Count} in all");
        builder.Append(']');
        return this;
    }

    /// <summary>Writes a subscription's endpoint: a queue's name, or a URL without user, password, query and fragment.</summary>
    public ShownMembers AddEndpoint(string name, string? endpoint)
    {
        Begin(name).Append(ShownText.Of(Endpoint(endpoint ?? "")));
        return this;
    }

    /// <summary>A subscription's endpoint as it may be shown: a queue's name, or a URL without user, password, query and fragment.</summary>
    public static string Endpoint(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.AsSpan().ContainsAny(PartsOfUrl))
            return endpoint;
        return Uri.TryCreate(endpoint.Trim(), UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : string.Create(CultureInfo.InvariantCulture, $"({endpoint.Length} characters that are no URL)");
    }

    /// <summary>The text that was begun with a type's name.</summary>
    public override string ToString() => builder.Append(Any ? " }" : "}").ToString();

    private static string TextOf(object? value) => value switch
    {
        null => "",
        ReadOnlyMemory<byte> bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes"),
        Exception error => ShownText.Of($"{error.GetType().Name}: {error.Message}"),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => ShownText.Of(value.ToString()),
    };

    private StringBuilder Begin(string name)
    {
        builder.Append(Any ? ", " : "").Append(name).Append(" = ");
        Any = true;
        return builder;
    }
}
