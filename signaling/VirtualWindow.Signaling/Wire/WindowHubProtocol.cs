using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;

namespace VirtualWindow.Signaling.Wire;

/// <summary>
/// SignalR's JSON protocol, except that it never fails opaquely: input that cannot be bound (wrong type, missing field,
/// wrong number of arguments, unknown method, too large) is answered with a <see cref="Refusal"/> like any other "no".
/// </summary>
/// <remarks>
/// Coming in, a failed binding is given one of our codes as a <see cref="HubException"/>; the dispatcher answers it with an
/// error completion, which is turned into a result on its way out. Only bytes without a readable invocation id close the connection.
/// </remarks>
public sealed class WindowHubProtocol(IOptions<JsonHubProtocolOptions> json, IOptions<SignalingOptions> options) : IHubProtocol
{
    private const byte RecordSeparator = 0x1E;
    private const string CodeMark = nameof(HubException) + ": ";
    private readonly JsonHubProtocol _inner = new(json);
    private readonly int _largestMessageBytes = options.Value.LargestMessageBytes;

    public string Name => _inner.Name;
    public int Version => _inner.Version;
    public TransferFormat TransferFormat => _inner.TransferFormat;
    public bool IsVersionSupported(int version) => _inner.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        while (input.PositionOf(RecordSeparator) is { } end)
        {
            var behind = input.GetPosition(1, end);
            var (frame, terminated) = (input.Slice(0, end), input.Slice(0, behind));
            input = input.Slice(behind);
            // A message of a type that nobody knows is skipped (HubProtocol.md); what lies behind it waits for no further bytes.
            if (TryParseFrame(frame, terminated, binder, out message)) return true;
        }

        message = null;
        return false;
    }

    private bool TryParseFrame(ReadOnlySequence<byte> frame, ReadOnlySequence<byte> terminated, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (frame.Length > _largestMessageBytes)
        {
            message = Answer(frame, RefusalCodes.TooLarge) ?? throw new InvalidDataException("Message too large.");
            return true;
        }

        try
        {
            if (!_inner.TryParseMessage(ref terminated, binder, out message)) return false;
        }
        catch (InvalidDataException) when (Answer(frame, RefusalCodes.BadInput) is { } refused)
        {
            message = refused;
            return true;
        }

        if (message is InvocationBindingFailureMessage failure) message = Answer(failure);
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _inner.WriteMessage(AsRefusal(message), output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _inner.GetMessageBytes(AsRefusal(message));

    private static InvocationBindingFailureMessage Answer(InvocationBindingFailureMessage failure)
    {
        // The dispatcher's own HubException says that the method does not exist; everything else is an argument that did not fit.
        var code = failure.BindingFailure.SourceException is HubException ? RefusalCodes.NotFound : RefusalCodes.BadInput;
        return Failure(failure.InvocationId, failure.Target, code);
    }

    private static InvocationBindingFailureMessage? Answer(ReadOnlySequence<byte> frame, string code) =>
        ReadInvocationId(frame) is { } invocationId ? Failure(invocationId, target: "", code) : null;

    private static InvocationBindingFailureMessage Failure(string? invocationId, string target, string code) =>
        new(invocationId, target, ExceptionDispatchInfo.Capture(new HubException(code)));

    private static HubMessage AsRefusal(HubMessage message)
    {
        if (message is not CompletionMessage { Error: { } error, InvocationId: { } invocationId }) return message;
        var mark = error.LastIndexOf(CodeMark, StringComparison.Ordinal);
        var refusal = mark < 0 ? Refuse.BadInput : Refusals.Of(error[(mark + CodeMark.Length)..]);
        return CompletionMessage.WithResult(invocationId, new Reply<Done>(null, refusal));
    }

    private static string? ReadInvocationId(ReadOnlySequence<byte> frame)
    {
        try
        {
            var reader = new Utf8JsonReader(frame);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isInvocationId = reader.ValueTextEquals("invocationId");
                reader.Read();
                if (isInvocationId) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
