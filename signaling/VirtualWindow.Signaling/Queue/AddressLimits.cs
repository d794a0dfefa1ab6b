using Microsoft.Extensions.Options;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.Queue;

/// <summary>How much one network address may ask for before anybody knows who it is.</summary>
internal sealed class AddressLimits(IOptions<SignalingOptions> options, TimeProvider time)
{
    private readonly TokenBuckets _tickets = new(options.Value.TicketBurstPerAddress, options.Value.TicketsPerMinutePerAddress / 60, time);
    private readonly TokenBuckets _lookups = new(options.Value.LookupBurstPerAddress, options.Value.LookupsPerMinutePerAddress / 60, time);

    public bool MayTakeTicket(string address) => _tickets.TryTake(address);

    /// <summary>Join tokens and query passwords: whoever guesses is slowed down.</summary>
    public bool MayTryASecret(string address) => _lookups.TryTake(address);
}
