using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CmqContracts.Tool;

/// <summary>The certificate of HTTPS: a PFX file, or PEM files of the certificate, with its chain, and of the key.</summary>
internal static class CertificateSettings
{
    public static (X509Certificate2? Certificate, X509Certificate2Collection? Chain) Load(SettingsReader? settings, string directory)
    {
        if (settings is null)
            return (null, null);
        string path = Path.Combine(directory, settings.RequireText("Path"));
        string? keyPath = settings.Text("KeyPath") is { } file ? Path.Combine(directory, file) : null;
        string? password = settings.Text("Password");
        settings.RefuseUnknown();
        byte[] content = Read(path);
        byte[] key = keyPath is null ? content : Read(keyPath);
        try
        {
            return IsPfx(path)
                ? (X509CertificateLoader.LoadPkcs12(content, password), null)
                : LoadPem(Encoding.UTF8.GetString(content), Encoding.UTF8.GetString(key), password);
        }
        catch (CryptographicException e)
        {
            throw new ArgumentException($"Certificate: {path} cannot be loaded: {e.Message.TrimEnd('.')}. It must be a PFX file, or PEM with the key in it or in KeyPath, and Password must be the key's.", e);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            using FileStream stream = NonBlockingFile.Open(path);
            return NonBlockingFile.ReadToEnd(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArgumentException($"Certificate: {path} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"Certificate: {path} cannot be read: {e.Message}", e);
        }
    }

    private static bool IsPfx(string path) => Path.GetExtension(path).ToUpperInvariant() is ".PFX" or ".P12";

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) LoadPem(string pem, string keyPem, string? password)
    {
        X509Certificate2 certificate = password is null
            ? X509Certificate2.CreateFromPem(pem, keyPem)
            : X509Certificate2.CreateFromEncryptedPem(pem, keyPem, password);
        X509Certificate2Collection chain = [];
        chain.ImportFromPem(pem);
        return (certificate, chain);
    }
}
