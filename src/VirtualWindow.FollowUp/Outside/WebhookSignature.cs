using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Storage.Outside;

namespace VirtualWindow.FollowUp.Outside;

/// <summary>
/// Signs and checks webhooks as Standard Webhooks 1.0 asks (github.com/standard-webhooks, spec/standard-webhooks.md, "Signature scheme"):
/// HMAC-SHA256 over <c>id.timestamp.body</c>, written <c>v1,base64</c>; several signatures are separated by blanks.
/// </summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id", TimestampHeader = "webhook-timestamp", SignatureHeader = "webhook-signature";

    /// <summary>A receiver refuses what is older or newer than this, and drops ids that it has seen within it: a copied request is worth nothing.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Version = "v1,";

    /// <param name="secrets">Current and, while it is being changed, former one; each "whsec_…".</param>
    public static string Sign(string id, DateTimeOffset attempt, string body, params IEnumerable<string> secrets) =>
        string.Join(' ', secrets.Select(secret => Version + Convert.ToBase64String(Mac(id, attempt.ToUnixTimeSeconds(), body, secret))));

    /// <summary>What a receiver does: any signature of the list may fit; the time must be near. Ids that were seen are the receiver's to remember.</summary>
    public static bool Verify(string id, string timestamp, string signatures, string body, string secret, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds) return false;
        var expected = Encoding.ASCII.GetBytes(Version + Convert.ToBase64String(Mac(id, seconds, body, secret)));
        return signatures.Split(' ').Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), expected));
    }

    private static byte[] Mac(string id, long seconds, string body, string secret) => HMACSHA256.HashData(
        Convert.FromBase64String(secret[WebhookSecrets.Prefix.Length..]), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.{body}")));
}
