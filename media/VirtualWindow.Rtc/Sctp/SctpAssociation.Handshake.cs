using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Sctp;

/// <content>INIT and COOKIE ECHO (RFC 9260 §5): how an association begins, or begins anew.</content>
internal sealed partial class SctpAssociation
{
    /// <summary>Answers with a cookie and keeps nothing (RFC 9260 §5.1), also while established (§5.2.2).</summary>
    private bool OnInit(in SctpPacket packet, ReadOnlySpan<byte> value)
    {
        List<byte[]> unrecognized = [];
        if (packet.VerificationTag != 0 || !InitChunk.TryParse(value, out var init) || !init.TryReadExtensions(unrecognized, out var extensions)) return false;
        var agreed = new SctpAgreement(
            _port, packet.SourcePort, NextNumber(), init.InitiateTag, NextNumber(), init.InitialTsn, init.ReceiveWindow,
            Math.Min(_options.MaxStreams, init.InboundStreams), extensions);
        Span<byte> bytes = stackalloc byte[_options.PacketBytes];
        var writer = new SctpWriter(bytes, _port, packet.SourcePort, init.InitiateTag);
        WriteInitAck(ref writer, agreed, unrecognized);
        Reply(bytes[..writer.Finish()]);
        return true;
    }

    private void WriteInitAck(ref SctpWriter writer, in SctpAgreement agreed, List<byte[]> unrecognized)
    {
        Span<byte> cookie = stackalloc byte[StateCookie.Length];
        StateCookie.Write(cookie, agreed, _now, _cookieKey);
        writer.Open(SctpChunkType.InitAck);
        writer.Write(agreed.LocalTag);
        writer.Write((uint)_options.ReceiveWindowBytes);
        writer.Write(_options.MaxStreams);
        writer.Write(_options.MaxStreams);
        writer.Write(agreed.LocalTsn);
        writer.WriteParameter(SctpParameter.StateCookie, cookie);
        writer.WriteParameter(SctpParameter.ForwardTsnSupported, []);
        writer.WriteParameter(SctpParameter.SupportedExtensions, [(byte)SctpChunkType.ReConfig, (byte)SctpChunkType.ForwardTsn]);
        foreach (var parameter in unrecognized)
        {
            if (writer.Room >= parameter.Length + SctpChunk.HeaderLength) writer.WriteParameter(SctpParameter.UnrecognizedParameter, parameter);
        }
        writer.Close();
    }

    private bool OnCookie(in SctpPacket packet, ChunkReader reader)
    {
        if (!StateCookie.TryRead(reader.Current.Value, _cookieKey, out var agreed, out var madeAt)
            || packet.VerificationTag != agreed.LocalTag || packet.SourcePort != agreed.RemotePort)
        {
            _counters.CookiesRefused++;
            return false;
        }
        var isRepeat = State != SctpState.Listening && agreed.LocalTag == _agreed.LocalTag && agreed.RemoteTag == _agreed.RemoteTag;
        if (!isRepeat && _now - madeAt > _options.CookieLifetime) return RefuseStale(agreed, _now - madeAt);
        if (!isRepeat)
        {
            // Tags that differ: the other side began anew (RFC 9260 §5.2.4 A). DTLS vouches for it, so no tie-tags are needed.
            if (State != SctpState.Listening) End(SctpCloseReason.Restarted, _now);
            Establish(agreed);
        }
        Control(SctpChunkType.CookieAck, 0, []);
        while (reader.MoveNext() && OnChunk(reader.Current)) { }
        EndPacket();
        return true;
    }

    private bool RefuseStale(in SctpAgreement agreed, TimeSpan age)
    {
        _counters.CookiesRefused++;
        Span<byte> packet = stackalloc byte[64];
        Span<byte> staleness = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(staleness, (uint)Math.Min(age.TotalMicroseconds, uint.MaxValue));
        var writer = new SctpWriter(packet, _port, agreed.RemotePort, agreed.RemoteTag);
        writer.Open(SctpChunkType.Error);
        writer.WriteParameter(ErrorCause.StaleCookie, staleness);
        writer.Close();
        Reply(packet[..writer.Finish()]);
        return false;
    }

    /// <summary>Begins with what both sides have agreed on; nothing of an earlier life is left.</summary>
    internal void Establish(in SctpAgreement agreed)
    {
        _agreed = agreed;
        _sender = new(_options, agreed);
        _receiver = new(_options, agreed, this);
        _reset = new(_options, _sender, _receiver, agreed, this);
        _heartbeatsUnanswered = 0;
        _heartbeatAt = _now + _options.HeartbeatInterval;
        _counters.Established++;
        Move(SctpState.Established);
    }
}
