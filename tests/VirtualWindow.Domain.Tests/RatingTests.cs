using VirtualWindow.Domain.Ratings;

namespace VirtualWindow.Domain.Tests;

public sealed class RatingTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    public void The_last_two_levels_are_bad_reviews(int level, bool bad) => Assert.Equal(bad, Give(level).Bad);

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void There_are_five_levels(int level) => Assert.Throws<ArgumentOutOfRangeException>(() => Give(level));

    private static Rating Give(int level) => Rating.Give(new(Guid.NewGuid()), new(Guid.NewGuid()), level, null, DateTimeOffset.UnixEpoch);
}
