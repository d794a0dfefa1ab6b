namespace VirtualWindow.Testing.Impairment;

/// <summary>
/// Loss in bursts, a chain of two states that moves once per datagram (Gilbert 1960, Elliott 1963).
/// <code>
///  Good ──EnterBurst──▶ Burst
///   ▲                    │
///   └────LeaveBurst──────┘
/// </code>
/// The mean burst lasts 1 / <paramref name="LeaveBurst"/> datagrams.
/// </summary>
/// <param name="EnterBurst">Probability per datagram to go from good to burst, 0 to 1.</param>
/// <param name="LeaveBurst">Probability per datagram to go back, above 0 to 1.</param>
/// <param name="LossInBurst">Share lost during a burst, 0 to 1.</param>
public sealed record BurstLoss(double EnterBurst, double LeaveBurst, double LossInBurst = 1)
{
    /// <summary>Share lost in the long run.</summary>
    public double MeanLoss => LossInBurst * EnterBurst / (EnterBurst + LeaveBurst);
}
