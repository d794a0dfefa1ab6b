namespace VirtualWindow.Signaling.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(new SignalingOptionsValidation().Validate(null, new SignalingOptions()).Succeeded);

    public static TheoryData<SignalingOptions> Broken => new(
        new SignalingOptions { OfferTimeout = TimeSpan.Zero }, new SignalingOptions { VanishedGrace = TimeSpan.FromDays(2) }, new SignalingOptions { LargestMessageBytes = 10 },
        new SignalingOptions { RequestBurst = 0 }, new SignalingOptions { TicketsPerMinutePerAddress = 0 }, new SignalingOptions { ServiceLevelGoal = 1.5 }, new SignalingOptions { TurnUrls = ["turn:x"] });

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_would_strand_tickets_is_refused_at_start(SignalingOptions options) =>
        Assert.True(new SignalingOptionsValidation().Validate(null, options).Failed);
}
