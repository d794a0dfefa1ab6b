using System.Text;
using VirtualWindow.Rtc.Stun;

namespace VirtualWindow.Rtc.Ice;

/// <summary>What a STUN datagram did.</summary>
public enum IceOutcome
{
    /// <summary>Authenticated check: the address counts as verified, consent is renewed, a response waits to be sent.</summary>
    Accepted,
    /// <summary>Answered with an error response; nothing changed.</summary>
    Refused,
    /// <summary>Dropped without an answer; nothing changed.</summary>
    Ignored,
}

/// <summary>
/// The server side of ICE-lite (RFC 8445 §2.5, §6.1.1): answers authenticated checks, sends none, always controlled.
/// <code>
///  first valid check ──▶ send address ──USE-CANDIDATE elsewhere──▶ new send address
///  current address silent for 5 s and a valid check from another ──▶ follow it (network change)
///  no valid check for 30 s ──▶ expired (RFC 7675 §5.1)
/// </code>
/// It never looks at remote candidates, so an mDNS name is never resolved.
/// </summary>
public sealed class IceLiteAgent
{
    /// <summary>A browser pings its selected pair every 2.5 s; two missed pings mean that the path is gone.</summary>
    internal static readonly TimeSpan SilenceBeforeFollowing = TimeSpan.FromSeconds(5);

    /// <summary>More addresses than any real client checks from; a table entry of the loop stands behind each.</summary>
    public const int MaxVerifiedAddresses = 8;

    private readonly byte[] _expectedUsername;
    private readonly byte[] _password;
    private readonly TimeSpan _consentTimeout;
    private readonly List<VerifiedAddress> _verified = new(MaxVerifiedAddresses);
    private int _selected = -1;
    private MediaTime _lastCheck;

    /// <param name="startedAt">Consent runs from here, so that a peer that never comes expires too.</param>
    public IceLiteAgent(IceCredentials local, string remoteUfrag, TimeSpan consentTimeout, MediaTime startedAt)
    {
        ArgumentNullException.ThrowIfNull(local);
        (Local, RemoteUfrag) = (local, remoteUfrag);
        _expectedUsername = Encoding.ASCII.GetBytes(local.Ufrag + ":" + remoteUfrag);
        _password = local.PasswordBytes;
        _consentTimeout = consentTimeout;
        _lastCheck = startedAt;
    }

    public IceCredentials Local { get; }

    /// <summary>What the other side has to sign its checks with too; the key of a restart (RFC 8445 §9).</summary>
    public string RemoteUfrag { get; }

    /// <summary>The controlling side has chosen a pair.</summary>
    public bool IsNominated { get; private set; }

    /// <summary>The last valid check; the start before the first one.</summary>
    public MediaTime LastCheck => _lastCheck;

    /// <summary>Where to send; null before the first valid check.</summary>
    public PeerAddress? Selected => _selected < 0 ? null : _verified[_selected].Address;

    /// <summary>Number of addresses that passed a check and were not given up.</summary>
    public int VerifiedCount => _verified.Count;

    /// <summary>The address given up to make room for the last accepted one, if any; the owner forgets it too.</summary>
    public PeerAddress? Evicted { get; private set; }

    public bool IsVerified(in PeerAddress address) => IndexOf(address) >= 0;

    public PeerAddress VerifiedAt(int index) => _verified[index].Address;

    /// <summary>A living client checks more often.</summary>
    public bool IsSilent(MediaTime now) => now - _lastCheck >= SilenceBeforeFollowing;

    /// <summary>True for a check with this agent's user fragment, whoever sent it.</summary>
    public bool IsMeant(ReadOnlySpan<byte> datagram)
    {
        Span<char> ufrag = stackalloc char[StunUsername.MaxUfragLength];
        var length = StunUsername.ReadLocalUfrag(datagram, ufrag);
        return length > 0 && ufrag[..length].SequenceEqual(Local.Ufrag);
    }

    public bool IsExpired(MediaTime now) => now - _lastCheck >= _consentTimeout;

    /// <summary>Judges one STUN datagram. A forged, replayed-with-changes or foreign one changes nothing.</summary>
    /// <param name="response">At least 128 bytes; what to send back to <paramref name="from"/>.</param>
    /// <param name="fault">Why it was not accepted.</param>
    public IceOutcome Receive(ReadOnlySpan<byte> datagram, in PeerAddress from, MediaTime now, Span<byte> response, out int responseLength, out DropReason fault)
    {
        responseLength = 0;
        Evicted = null;
        fault = FirstFault(datagram, out var request);
        if (fault != DropReason.None) return IceOutcome.Ignored;

        fault = Refusal(request, response, out responseLength);
        if (fault != DropReason.None) return IceOutcome.Refused;

        Accept(from, now, request.Has(StunAttributeType.UseCandidate));
        responseLength = WriteSuccess(request, from, response);
        return IceOutcome.Accepted;
    }

    /// <summary>The address is gone for good (its TCP connection ended); the one heard last takes its place.</summary>
    public void Forget(in PeerAddress address)
    {
        var index = IndexOf(address);
        if (index < 0) return;
        var selected = _selected < 0 ? default : _verified[_selected].Address;
        _verified.RemoveAt(index);
        _selected = selected == address ? Newest() : IndexOf(selected);
    }

    private static DropReason FirstFault(ReadOnlySpan<byte> datagram, out StunMessage request)
    {
        var parsed = StunMessage.TryParse(datagram, out request);
        if (parsed == StunFault.BadFingerprint) return DropReason.StunBadFingerprint;
        if (parsed != StunFault.None) return DropReason.StunMalformed;
        // We send no requests, so responses are strays; indications ask for nothing.
        if (request.Type != StunMessageType.BindingRequest) return DropReason.StunNotRequest;
        // ICE checks always carry it (RFC 8445 §7.1): without it this may not even be STUN.
        return request.HasFingerprint ? DropReason.None : DropReason.StunBadFingerprint;
    }

    /// <summary>RFC 8489 §9.1.3 in its order: 400 without credentials, 401 for wrong ones, then 420, then the role.</summary>
    private DropReason Refusal(in StunMessage request, Span<byte> response, out int length)
    {
        length = 0;
        if (!request.HasIntegrity || !request.TryGet(StunAttributeType.Username, out var username))
        {
            length = WriteError(request, 400, "Bad Request"u8, authenticated: false, response);
            return DropReason.StunBadRequest;
        }
        if (!username.SequenceEqual(_expectedUsername) || !request.VerifyIntegrity(_password))
        {
            length = WriteError(request, 401, "Unauthenticated"u8, authenticated: false, response);
            return DropReason.StunUnauthenticated;
        }
        Span<ushort> unknown = stackalloc ushort[8];
        var count = request.UnknownRequired(unknown);
        if (count > 0)
        {
            length = WriteUnknown(request, unknown[..count], response);
            return DropReason.StunUnknownAttribute;
        }
        if (request.Has(StunAttributeType.IceControlled))
        {
            // A lite agent cannot take the controlling role (RFC 8445 §6.1.1): the other side has to.
            length = WriteError(request, 487, "Role Conflict"u8, authenticated: true, response);
            return DropReason.StunRoleConflict;
        }
        return DropReason.None;
    }

    private void Accept(in PeerAddress from, MediaTime now, bool nominated)
    {
        var index = IndexOf(from);
        if (index < 0) index = Remember(from);
        _verified[index] = new(from, now);
        if (_selected < 0 || nominated || now - _verified[_selected].LastCheck >= SilenceBeforeFollowing) _selected = index;
        _lastCheck = now;
        IsNominated |= nominated;
    }

    private int Remember(in PeerAddress from)
    {
        if (_verified.Count < MaxVerifiedAddresses)
        {
            _verified.Add(new(from, default));
            return _verified.Count - 1;
        }
        var oldest = OldestUnselected();
        Evicted = _verified[oldest].Address;
        return oldest;
    }

    /// <returns>-1 when there is none.</returns>
    private int Newest()
    {
        var newest = _verified.Count - 1;
        for (var i = 0; i < _verified.Count; i++)
        {
            if (_verified[i].LastCheck > _verified[newest].LastCheck) newest = i;
        }
        return newest;
    }

    private int OldestUnselected()
    {
        var oldest = _selected == 0 ? 1 : 0;
        for (var i = 0; i < _verified.Count; i++)
        {
            if (i != _selected && _verified[i].LastCheck < _verified[oldest].LastCheck) oldest = i;
        }
        return oldest;
    }

    private int IndexOf(in PeerAddress address)
    {
        for (var i = 0; i < _verified.Count; i++)
        {
            if (_verified[i].Address == address) return i;
        }
        return -1;
    }

    private int WriteSuccess(in StunMessage request, in PeerAddress from, Span<byte> response)
    {
        var writer = new StunWriter(response, StunMessageType.BindingResponse, request.TransactionId);
        writer.AddXorMappedAddress(from);
        writer.AddIntegrity(_password);
        writer.AddFingerprint();
        return writer.Length;
    }

    private int WriteError(in StunMessage request, int code, ReadOnlySpan<byte> reason, bool authenticated, Span<byte> response)
    {
        var writer = new StunWriter(response, StunMessageType.BindingErrorResponse, request.TransactionId);
        writer.AddErrorCode(code, reason);
        if (authenticated) writer.AddIntegrity(_password);
        writer.AddFingerprint();
        return writer.Length;
    }

    private int WriteUnknown(in StunMessage request, ReadOnlySpan<ushort> unknown, Span<byte> response)
    {
        var writer = new StunWriter(response, StunMessageType.BindingErrorResponse, request.TransactionId);
        writer.AddErrorCode(420, "Unknown Attribute"u8);
        writer.AddUnknownAttributes(unknown);
        writer.AddIntegrity(_password);
        writer.AddFingerprint();
        return writer.Length;
    }

    private readonly record struct VerifiedAddress(PeerAddress Address, MediaTime LastCheck);
}
