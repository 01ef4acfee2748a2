namespace CmqContracts.Generators.Parsing;

/// <summary>JSON names as <c>JsonNamingPolicy.CamelCase</c> makes them: <c>IOStream</c> is <c>ioStream</c>, <c>ID</c> is <c>id</c>.</summary>
internal static class CamelCase
{
    public static string Of(string name)
    {
        if (name.Length == 0 || !char.IsUpper(name[0]))
            return name;
        char[] chars = name.ToCharArray();
        for (int i = 0; i < chars.Length; i++)
        {
            if (i == 1 && !char.IsUpper(chars[i]))
                break;
            if (i > 0 && i + 1 < chars.Length && !char.IsUpper(chars[i + 1]))
                break;
            chars[i] = char.ToLowerInvariant(chars[i]);
        }

        return new string(chars);
    }
}
