using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CmqContracts.Tool;

/// <summary>The certificate of HTTPS: a PFX file, or PEM files of the certificate, with its chain, and of the key.</summary>
internal static class CertificateSettings
{
    public static (X509Certificate2? Certificate, X509Certificate2Collection? Chain) Load(SettingsReader? settings, string directory)
    {
        if (settings is null)
            return (null, null);
        string path = Path.Combine(directory, settings.RequireText("Path"));
        string? keyPath = settings.Text("KeyPath") is { } key ? Path.Combine(directory, key) : null;
        string? password = settings.Text("Password");
        settings.RefuseOthers();
        foreach (string file in (string[])[path, keyPath ?? path])
        {
            if (!File.Exists(file))
                throw new ArgumentException($"Certificate: {file} is not there.");
        }

        try
        {
            return IsPfx(path)
                ? (X509CertificateLoader.LoadPkcs12FromFile(path, password), null)
                : LoadPem(path, keyPath ?? path, password);
        }
        catch (CryptographicException e)
        {
            throw new ArgumentException($"Certificate: {path} cannot be loaded: {e.Message.TrimEnd('.')}. It must be a PFX file, or PEM with the key in it or in KeyPath, and Password must be the key's.", e);
        }
    }

    private static bool IsPfx(string path) => Path.GetExtension(path).ToUpperInvariant() is ".PFX" or ".P12";

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) LoadPem(string path, string keyPath, string? password)
    {
        X509Certificate2 certificate = password is null
            ? X509Certificate2.CreateFromPemFile(path, keyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(path);
        return (certificate, chain);
    }
}
