using System.Security.Cryptography;

namespace CmqContracts.Server.Pages;

/// <summary>The files that pages link to.</summary>
internal static class Asset
{
    /// <summary>Changes when any file does, so that browsers may keep them.</summary>
    public static string Version { get; } = Hash();

    private static string Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in typeof(Asset).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using Stream file = typeof(Asset).Assembly.GetManifestResourceStream(name)!;
            using MemoryStream content = new();
            file.CopyTo(content);
            hash.AppendData(content.GetBuffer(), 0, (int)content.Length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
