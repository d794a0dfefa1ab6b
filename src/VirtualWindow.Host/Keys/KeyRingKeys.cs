using System.Security.Cryptography;
using VirtualWindow.Host.Start;

namespace VirtualWindow.Host.Keys;

/// <summary>
/// Section <c>DataProtection</c>: the keys outside the database that seal the key ring inside it (cookies, query passwords). Without one the
/// ring lies open in the database: whoever copies that can make cookies and read query passwords.
/// </summary>
internal sealed class KeyRingKeys
{
    private const int KeyBytes = 32, IdCharacters = 16;
    private readonly Dictionary<string, byte[]> _byId;

    private KeyRingKeys(IReadOnlyList<byte[]> keys)
    {
        _byId = keys.ToDictionary(IdOf);
        Newest = keys.Count == 0 ? null : (IdOf(keys[0]), keys[0]);
    }

    /// <summary>Seals what is written from now on; null when none is configured.</summary>
    public (string Id, byte[] Key)? Newest { get; }

    public byte[]? Find(string id) => _byId.GetValueOrDefault(id);

    /// <exception cref="StartRefusedException">A key cannot be read or is none.</exception>
    public static KeyRingKeys From(IConfiguration configuration)
    {
        var section = configuration.GetSection("DataProtection");
        var newest = section["KeyFile"] is { Length: > 0 } file ? Read(file) : section["Key"];
        var former = section.GetSection("FormerKeys").Get<string[]>() ?? [];
        return new([.. new[] { newest }.Concat(former).OfType<string>().Where(text => text.Length > 0).Distinct().Select(Parse)]);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"DataProtection:KeyFile {file} 无法读取。", $"DataProtection:KeyFile {file} cannot be read ({failure.Message})", failure);
        }
    }

    private static byte[] Parse(string text)
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(text, key, out var written) && written == KeyBytes ? key : throw new StartRefusedException(
            $"DataProtection 的密钥须为 {KeyBytes} 字节的 Base64，可用 openssl rand -base64 {KeyBytes} 生成。",
            $"a key of DataProtection must be base64 of {KeyBytes} bytes; make one with: openssl rand -base64 {KeyBytes}");
    }

    // A digest names the key without telling anything about it.
    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key))[..IdCharacters];
}
