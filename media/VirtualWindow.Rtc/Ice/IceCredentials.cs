using System.Security.Cryptography;
using System.Text;

namespace VirtualWindow.Rtc.Ice;

/// <summary>Short-term credentials of one ICE session (RFC 8445 §5.3).</summary>
/// <param name="Ufrag">4..256 ice-chars.</param>
/// <param name="Password">22..256 ice-chars.</param>
public sealed record IceCredentials(string Ufrag, string Password)
{
    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    internal byte[] PasswordBytes { get; } = Encoding.ASCII.GetBytes(Password);

    /// <summary>72 random bits of ufrag (it is the key of the peer table), 144 of password.</summary>
    public static IceCredentials Create() => new(RandomNumberGenerator.GetString(IceChars, 12), RandomNumberGenerator.GetString(IceChars, 24));

    /// <summary>Length and alphabet as RFC 8839 §5.4 wants them.</summary>
    public static bool IsValid(string? ufrag, string? password) =>
        ufrag is { Length: >= 4 and <= 256 } && password is { Length: >= 22 and <= 256 } && !HasOther(ufrag) && !HasOther(password);

    private static bool HasOther(string text)
    {
        foreach (var c in text)
        {
            // Some stacks stray outside the ice-char set (Pion, old Firefox); what would break SDP or USERNAME is refused.
            if (c is <= ' ' or >= (char)0x7F or ':') return true;
        }
        return false;
    }
}
