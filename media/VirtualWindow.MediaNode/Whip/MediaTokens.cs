using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.MediaNode.Whip;

/// <summary>
/// Bearer tokens signed with HMAC-SHA256 (RFC 2104), base64url without padding. Nothing is stored: the token carries its grant.
/// <code>
/// version(1)=1  rights(1)  expires(8, Unix ms)  room length(2)  room(UTF-8)  participant(UTF-8)  |  HMAC(32) over all before
/// </code>
/// </summary>
public sealed class MediaTokens : IMediaTokens
{
    private const byte Version = 1;
    private const int FixedBytes = 12;
    private const int MacBytes = HMACSHA256.HashSizeInBytes;
    private const int LongestToken = 2048;

    private readonly byte[] _key;
    private readonly byte[]? _benchTokenHash;
    private readonly TimeProvider _time;

    /// <param name="options">The key; without one it is random, so that tokens end with this process (its rooms do too).</param>
    public MediaTokens(MediaOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = time;
        _key = string.IsNullOrEmpty(options.TokenKey) ? RandomNumberGenerator.GetBytes(32) : Convert.FromBase64String(options.TokenKey);
        _benchTokenHash = string.IsNullOrEmpty(options.BenchToken) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(options.BenchToken));
    }

    public string Mint(MediaGrant grant, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var room = Encoding.UTF8.GetBytes(grant.Room);
        var participant = Encoding.UTF8.GetBytes(grant.Participant);
        var token = new byte[FixedBytes + room.Length + participant.Length + MacBytes];
        token[0] = Version;
        token[1] = (byte)((grant.MayPublish ? 1 : 0) | (grant.MayWatch ? 2 : 0));
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(2), (_time.GetUtcNow() + lifetime).ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt16BigEndian(token.AsSpan(10), checked((ushort)room.Length));
        room.CopyTo(token, FixedBytes);
        participant.CopyTo(token, FixedBytes + room.Length);
        HMACSHA256.HashData(_key, token.AsSpan(0, token.Length - MacBytes), token.AsSpan(token.Length - MacBytes));
        return Base64Url.EncodeToString(token);
    }

    public MediaGrant? Check(string token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > LongestToken)
            return null;
        if (IsBenchToken(token))
            return new MediaGrant("*", "*", MayPublish: true, MayWatch: true);
        if (!Base64Url.IsValid(token, out var length) || length < FixedBytes + MacBytes)
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        return IsOurs(bytes) ? Read(bytes.AsSpan(0, bytes.Length - MacBytes)) : null;
    }

    private bool IsBenchToken(string token) =>
        _benchTokenHash is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), _benchTokenHash);

    private bool IsOurs(byte[] token)
    {
        Span<byte> mac = stackalloc byte[MacBytes];
        HMACSHA256.HashData(_key, token.AsSpan(0, token.Length - MacBytes), mac);
        return CryptographicOperations.FixedTimeEquals(mac, token.AsSpan(token.Length - MacBytes)) && token[0] == Version;
    }

    private MediaGrant? Read(ReadOnlySpan<byte> body)
    {
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(body[2..]));
        var roomLength = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        if (_time.GetUtcNow() >= expires || FixedBytes + roomLength > body.Length)
            return null;
        var room = Encoding.UTF8.GetString(body.Slice(FixedBytes, roomLength));
        var participant = Encoding.UTF8.GetString(body[(FixedBytes + roomLength)..]);
        return new MediaGrant(room, participant, (body[1] & 1) != 0, (body[1] & 2) != 0);
    }
}
