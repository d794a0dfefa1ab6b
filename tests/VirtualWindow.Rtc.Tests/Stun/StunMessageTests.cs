using System.Net;
using System.Text;
using CsCheck;
using VirtualWindow.Rtc.Stun;

namespace VirtualWindow.Rtc.Tests.Stun;

public class StunMessageTests
{
    [Fact]
    public void Crc32_has_its_published_check_value() => Assert.Equal(0xCBF43926, Crc32.Compute("123456789"u8));

    [Fact]
    public void Sample_request_of_RFC_5769_reads_and_verifies()
    {
        Assert.Equal(StunFault.None, StunMessage.TryParse(Rfc5769.Request, out var message));
        Assert.Equal(StunMessageType.BindingRequest, message.Type);
        Assert.Equal("b7e7a701bc34d686fa87dfae", Convert.ToHexStringLower(message.TransactionId));
        Assert.True(message.HasFingerprint);
        Assert.True(message.TryGet(StunAttributeType.Username, out var username));
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(username));
        Assert.True(message.TryGet(StunAttributeType.Priority, out var priority));
        Assert.Equal("6e0001ff", Convert.ToHexStringLower(priority));
        Assert.True(message.Has(StunAttributeType.IceControlled));
        Assert.True(message.VerifyIntegrity(Rfc5769.Password));
        Assert.False(message.VerifyIntegrity("VOkJxbRl1RmTxUk/WvJxBT"u8));
    }

    [Fact]
    public void Sample_responses_of_RFC_5769_carry_their_addresses()
    {
        Assert.Equal(StunFault.None, StunMessage.TryParse(Rfc5769.ResponseIPv4, out var v4));
        Assert.True(v4.VerifyIntegrity(Rfc5769.Password));
        Assert.True(v4.TryGetXorMappedAddress(out var address));
        Assert.Equal(IPEndPoint.Parse("192.0.2.1:32853"), address.ToIPEndPoint());

        Assert.Equal(StunFault.None, StunMessage.TryParse(Rfc5769.ResponseIPv6, out var v6));
        Assert.True(v6.VerifyIntegrity(Rfc5769.Password));
        Assert.True(v6.TryGetXorMappedAddress(out address));
        Assert.Equal(IPEndPoint.Parse("[2001:db8:1234:5678:11:2233:4455:6677]:32853"), address.ToIPEndPoint());
    }

    [Fact]
    public void Long_term_request_of_RFC_5769_verifies()
    {
        Assert.Equal(StunFault.None, StunMessage.TryParse(Rfc5769.LongTermRequest, out var message));
        Assert.False(message.HasFingerprint);
        Assert.True(message.TryGet(StunAttributeType.Nonce, out var nonce));
        Assert.Equal("f//499k954d6OL34oL9FSTvy64sA", Encoding.ASCII.GetString(nonce));
        Assert.True(message.TryGet(StunAttributeType.Realm, out var realm));
        Assert.Equal("example.org", Encoding.ASCII.GetString(realm));
        Assert.True(message.VerifyIntegrity(Rfc5769.LongTermKey));
        Assert.False(message.VerifyIntegrity(Rfc5769.Password));
    }

    [Theory]
    [MemberData(nameof(Rfc5769.All), MemberType = typeof(Rfc5769))]
    public void Every_truncation_is_refused(string section, byte[] vector)
    {
        for (var length = 0; length < vector.Length; length++)
        {
            var fault = StunMessage.TryParse(vector.AsSpan(0, length), out _);
            Assert.True(fault is StunFault.NotStun or StunFault.BadLength, $"{section} cut to {length}: {fault}");
        }
    }

    /// <summary>Cut behind an attribute and with the length field put right, the frame is good but the proof is gone.</summary>
    [Theory]
    [MemberData(nameof(Rfc5769.All), MemberType = typeof(Rfc5769))]
    public void Truncation_with_a_matching_length_never_verifies(string section, byte[] vector)
    {
        var key = section == "2.4" ? Rfc5769.LongTermKey : Rfc5769.Password;
        var integrityEnd = section == "2.4" ? vector.Length : vector.Length - 8;
        for (var length = StunMessage.HeaderLength; length < integrityEnd; length += 4)
        {
            var cut = vector[..length];
            cut[2] = (byte)((length - StunMessage.HeaderLength) >> 8);
            cut[3] = (byte)(length - StunMessage.HeaderLength);
            var fault = StunMessage.TryParse(cut, out var message);
            Assert.False(fault == StunFault.None && message.VerifyIntegrity(key), $"{section} cut to {length}");
        }
    }

    [Theory]
    [MemberData(nameof(Rfc5769.All), MemberType = typeof(Rfc5769))]
    public void Every_flipped_bit_is_noticed(string section, byte[] vector)
    {
        var key = section == "2.4" ? Rfc5769.LongTermKey : Rfc5769.Password;
        for (var bit = 0; bit < vector.Length * 8; bit++)
        {
            var changed = (byte[])vector.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var fault = StunMessage.TryParse(changed, out var message);
            // A bit in the type of FINGERPRINT makes it an unknown attribute: then it is missed, and ICE wants it.
            var passes = fault == StunFault.None && message.VerifyIntegrity(key) && message.HasFingerprint == (section != "2.4");
            Assert.False(passes, $"{section} with bit {bit} flipped");
        }
    }

    [Fact]
    public void The_writer_reproduces_the_responses_of_RFC_5769()
    {
        Assert.Equal(Rfc5769.ResponseIPv4, WriteSampleResponse("192.0.2.1:32853", Rfc5769.ResponseIPv4));
        Assert.Equal(Rfc5769.ResponseIPv6, WriteSampleResponse("[2001:db8:1234:5678:11:2233:4455:6677]:32853", Rfc5769.ResponseIPv6));
    }

    [Fact]
    public void Attributes_behind_the_integrity_are_ignored()
    {
        Span<byte> buffer = stackalloc byte[200];
        var writer = new StunWriter(buffer, StunMessageType.BindingRequest, new byte[12]);
        writer.AddIntegrity(Rfc5769.Password);
        writer.Add(StunAttributeType.UseCandidate, []);
        writer.AddFingerprint();

        Assert.Equal(StunFault.None, StunMessage.TryParse(buffer[..writer.Length], out var message));
        Assert.True(message.VerifyIntegrity(Rfc5769.Password));
        Assert.False(message.Has(StunAttributeType.UseCandidate));
    }

    [Fact]
    public void Addresses_survive_writing_and_reading() => Gen.Select(Gen.Byte.Array[16], Gen.UShort, Gen.Bool, Gen.Byte.Array[12]).Sample((bytes, port, v4, transaction) =>
    {
        var address = PeerAddress.From(new(new IPAddress(v4 ? bytes[..4] : bytes), port));
        Span<byte> buffer = stackalloc byte[100];
        var writer = new StunWriter(buffer, StunMessageType.BindingResponse, transaction);
        writer.AddXorMappedAddress(address);
        writer.AddFingerprint();
        return StunMessage.TryParse(buffer[..writer.Length], out var message) == StunFault.None
            && message.TryGetXorMappedAddress(out var read)
            && read == address;
    });

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 1500].Sample(bytes => Exercise(bytes));

    /// <summary>Random attributes behind a right header reach much deeper than noise does.</summary>
    [Fact]
    public void Random_attributes_never_throw() => Gen.Byte.Array[0, 300].Sample(body =>
    {
        var bytes = new byte[StunMessage.HeaderLength + (body.Length & ~3)];
        Rfc5769.Request.AsSpan(0, 20).CopyTo(bytes);
        body.AsSpan(0, body.Length & ~3).CopyTo(bytes.AsSpan(20));
        bytes[2] = (byte)((bytes.Length - 20) >> 8);
        bytes[3] = (byte)(bytes.Length - 20);
        Exercise(bytes);
    });

    private static void Exercise(byte[] bytes)
    {
        StunUsername.ReadLocalUfrag(bytes, new char[StunUsername.MaxUfragLength]);
        if (StunMessage.TryParse(bytes, out var message) != StunFault.None) return;
        foreach (var type in Enum.GetValues<StunAttributeType>()) message.TryGet(type, out _);
        message.TryGetXorMappedAddress(out _);
        message.TryGetErrorCode(out _);
        message.UnknownRequired(new ushort[8]);
        message.VerifyIntegrity(Rfc5769.Password);
    }

    private static byte[] WriteSampleResponse(string mapped, byte[] sample)
    {
        var buffer = new byte[200];
        var writer = new StunWriter(buffer, StunMessageType.BindingResponse, sample.AsSpan(8, 12));
        writer.Add(StunAttributeType.Software, "test vector"u8);
        // The RFC pads with a blank where we write zero; any value is allowed there.
        buffer[20 + 4 + 11] = (byte)' ';
        writer.AddXorMappedAddress(PeerAddress.From(IPEndPoint.Parse(mapped)));
        writer.AddIntegrity(Rfc5769.Password);
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
