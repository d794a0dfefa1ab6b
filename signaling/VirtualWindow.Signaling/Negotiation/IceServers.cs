using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>
/// STUN and TURN servers for one participant. TURN credentials are time-limited: user name = expiry (Unix seconds) ":" participant,
/// password = base64(HMAC-SHA1(secret, user name)) (draft-uberti-behave-turn-rest-00 §2.2; coturn <c>use-auth-secret</c>).
/// </summary>
public sealed class IceServers(IOptions<SignalingOptions> options, TimeProvider time)
{
    private readonly SignalingOptions _options = options.Value;

    public IReadOnlyList<IceServer> For(string participantId)
    {
        var servers = new List<IceServer>(2);
        if (_options.StunUrls.Count > 0) servers.Add(new IceServer(_options.StunUrls, null, null));
        if (_options.TurnUrls.Count > 0) servers.Add(Turn(participantId));
        return servers;
    }

    private IceServer Turn(string participantId)
    {
        // Whole lifetimes from a rounded start: the same participant gets the same credential for a while, and snapshots stay equal.
        var period = (long)_options.TurnLifetime.TotalSeconds;
        var expiry = ((time.GetUtcNow().ToUnixTimeSeconds() / period) + 2) * period;
        var userName = string.Create(CultureInfo.InvariantCulture, $"{expiry}:{participantId}");
        return new IceServer(_options.TurnUrls, userName, Password(userName));
    }

    private string Password(string userName)
    {
#pragma warning disable CA5350 // SHA-1 is what coturn computes; as an HMAC key derivation it is not broken.
        var mac = HMACSHA1.HashData(Encoding.UTF8.GetBytes(_options.TurnSecret!), Encoding.UTF8.GetBytes(userName));
#pragma warning restore CA5350
        return Convert.ToBase64String(mac);
    }
}
