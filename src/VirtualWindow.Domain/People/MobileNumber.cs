namespace VirtualWindow.Domain.People;

/// <summary>A mainland mobile number: 11 digits, 13 … 19.</summary>
public static class MobileNumber
{
    public static bool IsValid(string number) =>
        number.Length == 11 && number[0] == '1' && number[1] is >= '3' and <= '9' && number.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>138****5678.</summary>
    public static string Mask(string number) => number.Length == 11 ? $"{number[..3]}****{number[7..]}" : "***";
}
