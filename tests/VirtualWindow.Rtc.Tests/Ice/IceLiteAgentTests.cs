using System.Net;
using CsCheck;
using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Stun;

namespace VirtualWindow.Rtc.Tests.Ice;

public class IceLiteAgentTests
{
    private static readonly PeerAddress Home = PeerAddress.From(IPEndPoint.Parse("192.0.2.10:5000"));
    private static readonly PeerAddress Mobile = PeerAddress.From(IPEndPoint.Parse("[2001:db8::7]:6000"));
    private static readonly MediaTime Start = new(1_000_000);

    private readonly IceCredentials _local = IceCredentials.Create();
    private readonly IceLiteAgent _agent;
    private readonly byte[] _response = new byte[128];

    public IceLiteAgentTests() => _agent = new(_local, "them", TimeSpan.FromSeconds(30), Start);

    private Check Valid => new() { Username = _local.Ufrag + ":them", Password = _local.Password };

    [Fact]
    public void First_valid_check_gives_the_send_address_and_is_answered()
    {
        Assert.Null(_agent.Selected);

        Assert.Equal(IceOutcome.Accepted, Receive(Valid, Home, Start, out var length));

        Assert.Equal(Home, _agent.Selected);
        Assert.Equal(StunFault.None, StunMessage.TryParse(_response.AsSpan(0, length), out var answer));
        Assert.Equal(StunMessageType.BindingResponse, answer.Type);
        Assert.Equal(Valid.TransactionId, answer.TransactionId.ToArray());
        Assert.True(answer.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(Home, mapped);
        Assert.True(answer.VerifyIntegrity(_local.PasswordBytes));
        Assert.True(answer.HasFingerprint);
    }

    [Fact]
    public void A_check_from_elsewhere_does_not_move_a_living_connection()
    {
        Receive(Valid, Home, Start, out _);
        Receive(Valid, Mobile, Start + TimeSpan.FromSeconds(1), out _);

        Assert.Equal(Home, _agent.Selected);
        Assert.True(_agent.IsVerified(Mobile));
    }

    [Fact]
    public void Use_candidate_moves_the_send_address()
    {
        Receive(Valid with { Nominates = true }, Home, Start, out _);
        Receive(Valid with { Nominates = true }, Mobile, Start + TimeSpan.FromSeconds(1), out _);

        Assert.Equal(Mobile, _agent.Selected);
    }

    [Fact]
    public void A_client_that_changed_its_network_is_followed_when_the_old_address_is_silent()
    {
        Receive(Valid with { Nominates = true }, Home, Start, out _);
        Receive(Valid, Mobile, Start + TimeSpan.FromSeconds(5), out _);

        Assert.Equal(Mobile, _agent.Selected);
    }

    [Fact]
    public void An_address_that_is_gone_gives_way_to_the_one_heard_last()
    {
        var third = PeerAddress.From(IPEndPoint.Parse("192.0.2.11:5000")) with { Stream = 9 };
        Receive(Valid with { Nominates = true }, third, Start, out _);
        Receive(Valid, Mobile, Start + TimeSpan.FromSeconds(1), out _);
        Receive(Valid, Home, Start + TimeSpan.FromSeconds(2), out _);

        _agent.Forget(Mobile);
        Assert.Equal(third, _agent.Selected);
        _agent.Forget(third);
        Assert.Equal(Home, _agent.Selected);
        _agent.Forget(Home);
        Assert.Null(_agent.Selected);
        Receive(Valid, Mobile, Start + TimeSpan.FromSeconds(3), out _);
        Assert.Equal(Mobile, _agent.Selected);
    }

    [Fact]
    public void Consent_expires_thirty_seconds_after_the_last_valid_check()
    {
        Receive(Valid, Home, Start + TimeSpan.FromSeconds(10), out _);
        // What is not authentic renews nothing.
        Receive(Valid with { Password = "wrong" }, Home, Start + TimeSpan.FromSeconds(39), out _);

        Assert.False(_agent.IsExpired(Start + TimeSpan.FromSeconds(39.9)));
        Assert.True(_agent.IsExpired(Start + TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public void A_peer_that_never_comes_expires_too() => Assert.True(_agent.IsExpired(Start + TimeSpan.FromSeconds(30)));

    public static TheoryData<string, int, DropReason> Refused => new()
    {
        { "no username", 400, DropReason.StunBadRequest },
        { "no integrity", 400, DropReason.StunBadRequest },
        { "wrong password", 401, DropReason.StunUnauthenticated },
        { "wrong local ufrag", 401, DropReason.StunUnauthenticated },
        { "wrong remote ufrag", 401, DropReason.StunUnauthenticated },
        { "unknown attribute", 420, DropReason.StunUnknownAttribute },
        { "also controlled", 487, DropReason.StunRoleConflict },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_wrong_check_is_answered_with_its_error_and_changes_nothing(string what, int code, DropReason reason)
    {
        var check = what switch
        {
            "no username" => Valid with { WithoutUsername = true },
            "no integrity" => Valid with { WithoutIntegrity = true },
            "wrong password" => Valid with { Password = _local.Password[1..] },
            "wrong local ufrag" => Valid with { Username = "x" + _local.Ufrag + ":them" },
            "wrong remote ufrag" => Valid with { Username = _local.Ufrag + ":other" },
            "unknown attribute" => Valid with { Extra = (StunAttributeType)0x7FFE },
            _ => Valid with { Controlled = true },
        };

        var outcome = _agent.Receive(check.ToBytes(), Home, Start, _response, out var length, out var fault);

        Assert.Equal((IceOutcome.Refused, reason), (outcome, fault));
        Assert.Equal(StunFault.None, StunMessage.TryParse(_response.AsSpan(0, length), out var answer));
        Assert.Equal(StunMessageType.BindingErrorResponse, answer.Type);
        Assert.True(answer.TryGetErrorCode(out var answered));
        Assert.Equal(code, answered);
        // Nobody learns from an error response whether a guess was near (RFC 8489 §9.1.3).
        Assert.Equal(code is not (400 or 401), answer.HasIntegrity);
        AssertUntouched();
    }

    public static TheoryData<string, DropReason> Ignored => new()
    {
        { "no fingerprint", DropReason.StunBadFingerprint },
        { "response", DropReason.StunNotRequest },
        { "indication", DropReason.StunNotRequest },
    };

    [Theory]
    [MemberData(nameof(Ignored))]
    public void What_is_no_check_is_not_even_answered(string what, DropReason reason)
    {
        var check = what switch
        {
            "no fingerprint" => Valid with { WithoutFingerprint = true },
            "response" => Valid with { Type = StunMessageType.BindingResponse },
            _ => Valid with { Type = StunMessageType.BindingIndication },
        };

        var outcome = _agent.Receive(check.ToBytes(), Home, Start, _response, out var length, out var fault);

        Assert.Equal((IceOutcome.Ignored, reason, 0), (outcome, fault, length));
        AssertUntouched();
    }

    [Fact]
    public void Forged_checks_change_nothing()
    {
        var genuine = Valid.ToBytes();
        for (var bit = 0; bit < genuine.Length * 8; bit++)
        {
            var forged = (byte[])genuine.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(IceOutcome.Accepted, _agent.Receive(forged, Home, Start, _response, out _, out _));
        }
        AssertUntouched();
    }

    [Fact]
    public void Error_responses_are_never_larger_than_what_provoked_them()
    {
        foreach (var check in new[] { Valid with { WithoutIntegrity = true }, Valid with { Password = "guess" } })
        {
            var request = check.ToBytes();
            _agent.Receive(request, Home, Start, _response, out var length, out _);
            Assert.InRange(length, 1, request.Length);
        }
    }

    [Fact]
    public void Addresses_are_bounded_and_the_selected_one_is_kept()
    {
        Receive(Valid, Home, Start, out _);
        for (var port = 1; port <= 100; port++)
        {
            var address = PeerAddress.FromIPv4(0x0A000001, (ushort)port);
            Receive(Valid, address, Start + TimeSpan.FromMilliseconds(port), out _);
            if (port >= IceLiteAgent.MaxVerifiedAddresses) Assert.Equal(PeerAddress.FromIPv4(0x0A000001, (ushort)(port - IceLiteAgent.MaxVerifiedAddresses + 1)), _agent.Evicted);
        }
        Assert.Equal(IceLiteAgent.MaxVerifiedAddresses, _agent.VerifiedCount);
        Assert.Equal(Home, _agent.Selected);
    }

    [Fact]
    public void Random_bytes_never_throw_and_change_nothing()
    {
        Gen.Byte.Array[0, 400].Sample(
            bytes =>
            {
                lock (_response) _agent.Receive(bytes, Home, Start, _response, out _, out _);
            },
            threads: 1);
        AssertUntouched();
    }

    [Fact]
    public void Credentials_are_of_the_ICE_alphabet_and_differ()
    {
        Assert.True(IceCredentials.IsValid(_local.Ufrag, _local.Password));
        Assert.NotEqual(IceCredentials.Create(), IceCredentials.Create());
        Assert.False(IceCredentials.IsValid("abc", _local.Password));
        Assert.False(IceCredentials.IsValid(_local.Ufrag, "tooshort"));
        Assert.False(IceCredentials.IsValid("a:bc", _local.Password));
        Assert.False(IceCredentials.IsValid("ab\r\nc", _local.Password));
    }

    private IceOutcome Receive(Check check, in PeerAddress from, MediaTime now, out int length) =>
        _agent.Receive(check.ToBytes(), from, now, _response, out length, out _);

    private void AssertUntouched()
    {
        Assert.Null(_agent.Selected);
        Assert.Equal(0, _agent.VerifiedCount);
        Assert.True(_agent.IsExpired(Start + TimeSpan.FromSeconds(30)));
    }
}
