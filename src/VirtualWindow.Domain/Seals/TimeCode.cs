using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace VirtualWindow.Domain.Seals;

/// <summary>
/// Time-based one-time codes (TOTP, RFC 6238): six digits that change every 30 seconds, by HMAC-SHA-1 as every authenticator app has them.
/// </summary>
public static class TimeCode
{
    public const int Digits = 6;
    /// <summary>RFC 4226 §4, R6: at least 128 bits, 160 recommended.</summary>
    public const int SecretBytes = 20;
    private const int PeriodSeconds = 30;
    /// <summary>A telephone's clock is some seconds off, and typing takes time (RFC 6238 §5.2).</summary>
    private const int StepsOfTolerance = 1;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / PeriodSeconds;

    /// <summary>The code of one step (HOTP, RFC 4226 §5.3).</summary>
    public static string At(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Authenticator apps know this algorithm alone; HMAC does not need SHA-1 to resist collisions (RFC 6238 §1.2, RFC 4226 §B.2).
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <param name="after">Steps up to this one were used already: a code counts once (RFC 6238 §5.2).</param>
    /// <returns>The step whose code was typed, or null.</returns>
    public static long? Find(ReadOnlySpan<byte> secret, string typed, DateTimeOffset now, long after)
    {
        var middle = StepAt(now);
        long? found = null;
        for (var step = middle - StepsOfTolerance; step <= middle + StepsOfTolerance; step++)
            if (step > after && CryptographicOperations.FixedTimeEquals(Ascii(At(secret, step)), Ascii(typed)))
                found = step;
        return found;
    }

    /// <summary>As people type a secret into an app and as a QR code carries it (RFC 4648 §6, without padding).</summary>
    public static string ToBase32(ReadOnlySpan<byte> secret)
    {
        var text = new char[(secret.Length * 8 + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var (at, shift) = (i * 5 / 8, i * 5 % 8);
            var pair = (secret[at] << 8) | (at + 1 < secret.Length ? secret[at + 1] : 0);
            text[i] = Base32[pair >> (11 - shift) & 31];
        }

        return new string(text);
    }

    /// <exception cref="FormatException">A character is none of base32.</exception>
    public static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (bits, count, at) = (0, 0, 0);
        foreach (var character in text)
        {
            var value = Base32.IndexOf(character, StringComparison.Ordinal);
            if (value < 0) throw new FormatException($"'{character}' is no character of base32.");
            (bits, count) = ((bits << 5 | value) & 0xFFF, count + 5);
            if (count < 8) continue;
            count -= 8;
            bytes[at++] = (byte)(bits >> count);
        }

        return bytes;
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}

/// <summary>
/// A staff member's second factor. Five wrong codes lock it for five minutes: six digits would otherwise be guessed in a day.
/// </summary>
public sealed class SecondFactor : IVersioned
{
    private const int MostFailures = 5;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);

    private SecondFactor()
    {
    }

    public StaffId Staff { get; private set; }
    public int Version { get; private set; }
    /// <summary>The secret, encrypted.</summary>
    public string Secret { get; private set; } = null!;
    /// <summary>When the first right code proved that the app has the secret; null = not yet.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }
    public long LastStep { get; private set; }
    public int Failures { get; private set; }
    public DateTimeOffset? LockedUntil { get; private set; }

    public static SecondFactor Enrol(StaffId staff, string protectedSecret) => new() { Staff = staff, Secret = protectedSecret };

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    /// <summary>A new secret, to be confirmed by its first code.</summary>
    public void Renew(string protectedSecret) => (Secret, ConfirmedAt, LastStep, Failures, LockedUntil) = (protectedSecret, null, 0, 0, null);

    /// <param name="secret">Decrypted.</param>
    /// <returns>Whether the code was right, new, and in time. Both answers change this row.</returns>
    public bool Accept(ReadOnlySpan<byte> secret, string typed, DateTimeOffset now)
    {
        if (IsLocked(now)) return false;
        if (TimeCode.Find(secret, typed, now, LastStep) is { } step)
        {
            (LastStep, Failures, LockedUntil) = (step, 0, null);
            ConfirmedAt ??= now;
            return true;
        }

        if (++Failures >= MostFailures) (Failures, LockedUntil) = (0, now + Lock);
        return false;
    }
}
