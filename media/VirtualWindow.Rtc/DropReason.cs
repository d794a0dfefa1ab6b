namespace VirtualWindow.Rtc;

/// <summary>Why a datagram, record or packet went no further; each has its counter in <see cref="PeerCounters"/>.</summary>
public enum DropReason
{
    None,
    /// <summary>First byte in no range of RFC 7983 §7, or no byte at all.</summary>
    UnknownProtocol,
    /// <summary>DTLS, SRTP or SRTCP from an address that passed no STUN check.</summary>
    UnknownAddress,
    /// <summary>A well-formed STUN request for a user fragment that no peer has.</summary>
    StunUnknownUser,
    StunMalformed,
    StunBadFingerprint,
    /// <summary>A response or an indication; a lite agent waits for neither.</summary>
    StunNotRequest,
    /// <summary>No USERNAME or MESSAGE-INTEGRITY; answered 400.</summary>
    StunBadRequest,
    /// <summary>Wrong USERNAME or MESSAGE-INTEGRITY; answered 401.</summary>
    StunUnauthenticated,
    /// <summary>Unknown comprehension-required attribute; answered 420.</summary>
    StunUnknownAttribute,
    /// <summary>The other side claims to be controlled; answered 487.</summary>
    StunRoleConflict,
    /// <summary>Record header truncated, of unknown type or version, or the record reaches beyond the datagram.</summary>
    DtlsMalformed,
    /// <summary>The first record of a handshake was no ClientHello.</summary>
    DtlsUnexpected,
    /// <summary>The peer's queue of handshake datagrams was full, or too many came after the handshake.</summary>
    DtlsQueueFull,
    /// <summary>All handshake threads and their waiting room were taken; the client's next ClientHello tries again.</summary>
    DtlsBusy,
    /// <summary>An application record that was forged or replayed.</summary>
    DtlsRecordRejected,
    /// <summary>Application data of a peer whose offer has no data channel line.</summary>
    DataNotNegotiated,
    /// <summary>Media before the keys of the DTLS handshake.</summary>
    SrtpBeforeKeys,
    /// <summary>Header truncated or not version 2 (RFC 3550 §5.1).</summary>
    RtpMalformed,
    RtcpMalformed,
    /// <summary>SRTP that was forged, replayed or too old (RFC 3711 §3.3).</summary>
    SrtpRejected,
    SrtcpRejected,
    /// <summary>Sent before the connection was up or after it ended.</summary>
    SendNotConnected,
    /// <summary>A picture that stood back for sound on a full TCP connection.</summary>
    SendCongested,
    /// <summary>Larger than the send buffer.</summary>
    SendTooLarge,
}
