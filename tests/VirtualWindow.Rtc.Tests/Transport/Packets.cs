using System.Buffers.Binary;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Transport;

/// <summary>Plain RTP and RTCP of a test.</summary>
internal static class Packets
{
    public const int RtpHeaderLength = 12;

    public static byte[] Rtp(uint ssrc, ushort sequence, byte[] payload, byte payloadType = 111)
    {
        var packet = new byte[RtpHeaderLength + payload.Length];
        packet[0] = 0x80;
        packet[1] = payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        payload.CopyTo(packet, RtpHeaderLength);
        return packet;
    }

    /// <summary>An empty receiver report (RFC 3550 §6.4.2).</summary>
    public static byte[] ReceiverReport(uint ssrc)
    {
        var packet = new byte[8];
        packet[0] = 0x80;
        packet[1] = 201;
        packet[3] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }

    public static byte[] Protect(SrtpContext srtp, byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpContext.MaxRtpOverhead];
        return buffer[..srtp.ProtectRtp(packet.AsSpan(0, RtpHeaderLength), packet.AsSpan(RtpHeaderLength), buffer)];
    }

    public static byte[] ProtectRtcp(SrtpContext srtp, byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpContext.MaxRtcpOverhead];
        return buffer[..srtp.ProtectRtcp(packet, buffer)];
    }
}
