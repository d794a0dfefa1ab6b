using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace VirtualWindow.Signaling.Documents;

/// <summary>
/// Asks clamd over TCP by its INSTREAM command (clamd(8), "COMMANDS"):
/// <code>
///  zINSTREAM\0 | length 4, network order | bytes | … | length 0          stream: OK\0   or   stream: Eicar-Signature FOUND\0   or   … ERROR\0
/// </code>
/// </summary>
public sealed class Clamd(string host, int port, TimeSpan timeout) : IUploadScanner
{
    /// <summary>clamd refuses chunks above its StreamMaxLength only in sum; small ones keep its memory small.</summary>
    private const int ChunkBytes = 64 * 1024;
    private const int LongestAnswer = 4096;

    public async Task<ScanReport> ScanAsync(ReadOnlyMemory<byte> upload, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, limit.Token);
            await using var stream = client.GetStream();
            await SendAsync(stream, upload, limit.Token);
            return Read(await AnswerAsync(stream, limit.Token));
        }
        catch (Exception failure) when (failure is SocketException or IOException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new(ScanVerdict.Unknown, failure.Message);
        }
    }

    private static async Task SendAsync(NetworkStream stream, ReadOnlyMemory<byte> upload, CancellationToken ct)
    {
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        for (var at = 0; at < upload.Length; at += ChunkBytes)
        {
            var chunk = upload.Slice(at, Math.Min(ChunkBytes, upload.Length - at));
            await stream.WriteAsync(LengthOf(chunk.Length), ct);
            await stream.WriteAsync(chunk, ct);
        }

        await stream.WriteAsync(LengthOf(0), ct);
    }

    private static async Task<string> AnswerAsync(NetworkStream stream, CancellationToken ct)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length && await stream.ReadAsync(answer.AsMemory(length), ct) is > 0 and var read)
        {
            length += read;
            if (answer.AsSpan(0, length).Contains((byte)0)) break;
        }

        return Encoding.UTF8.GetString(answer, 0, length).TrimEnd('\0', '\n');
    }

    /// <summary>Only these words are a yes; whatever else comes, an upload is not known to be clean.</summary>
    private static ScanReport Read(string answer) => answer switch
    {
        "stream: OK" => new(ScanVerdict.Clean, answer),
        _ when answer.StartsWith("stream: ", StringComparison.Ordinal) && answer.EndsWith(" FOUND", StringComparison.Ordinal) => new(ScanVerdict.Infected, answer),
        _ => new(ScanVerdict.Unknown, answer.Length == 0 ? "no answer" : answer),
    };

    private static byte[] LengthOf(int bytes)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes);
        return length;
    }
}
