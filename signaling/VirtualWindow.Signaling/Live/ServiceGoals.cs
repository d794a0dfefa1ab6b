using VirtualWindow.Contracts.Desk;

namespace VirtualWindow.Signaling.Live;

/// <summary>The hall's goal as desks and walls are told it.</summary>
internal static class ServiceGoals
{
    public static ServiceGoal Of(SignalingOptions options) => new((int)options.ServiceLevelTarget.TotalSeconds, options.ServiceLevelGoal);
}
