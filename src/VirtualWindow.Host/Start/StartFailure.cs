using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace VirtualWindow.Host.Start;

/// <summary>Turns what stopped a start into sentences one can act on, and an exit code that a supervisor process understands.</summary>
public static class StartFailure
{
    /// <summary>The operator can mend it: a setting, a port, a folder, a database that is not there.</summary>
    public const int MendableExitCode = 2;
    /// <summary>A defect of ours; the stack trace is printed.</summary>
    public const int DefectExitCode = 1;

    public static int Explain(Exception failure, TextWriter errors)
    {
        if (Mendable(failure) is not { } refused)
        {
            errors.WriteLine("启动失败，请将以下内容提供给维护人员。");
            errors.WriteLine($"Start failed: {failure}");
            return DefectExitCode;
        }
        errors.WriteLine($"无法启动：{refused.Sentence}");
        errors.WriteLine($"Cannot start: {refused.Message}");
        return MendableExitCode;
    }

    private static StartRefusedException? Mendable(Exception failure) => failure switch
    {
        StartRefusedException refused => refused,
        OptionsValidationException invalid => new(
            $"配置有误：{string.Join("；", invalid.Failures)}", $"a setting is wrong: {string.Join("; ", invalid.Failures)}", invalid),
        InvalidOperationException { Message: var text } when text.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => new(
            $"配置有误：{text}", $"a setting is wrong: {text}", failure),
        _ when Inner<AddressInUseException>(failure) is { } inUse => new(
            $"端口已被占用（{failure.Message}）。请结束占用它的程序，或用 ASPNETCORE_URLS 换一个端口。",
            $"the port is taken ({failure.Message}) Stop the program that uses it, or choose another with ASPNETCORE_URLS.", inUse),
        _ when Inner<SocketException>(failure) is { SocketErrorCode: SocketError.AddressAlreadyInUse } inUse => new(
            "媒体端口已被占用。请结束占用它的程序，或用 Media__Port 换一个端口。",
            "the media port is taken. Stop the program that uses it, or choose another with Media__Port.", inUse),
        _ when Inner<SocketException>(failure) is { } network => new(
            $"网络连接失败（{network.Message}），请检查地址设置和数据库服务。",
            $"a network address does not answer ({network.Message}); check the address settings and the database server.", network),
        _ when Inner<System.Data.Common.DbException>(failure) is { } database => new(
            $"数据库无法使用（{database.Message}），请检查 Storage 设置。",
            $"the database cannot be used ({database.Message}); check the Storage settings.", database),
        _ => null,
    };

    private static T? Inner<T>(Exception? failure) where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
            if (failure is T wanted)
                return wanted;
        return null;
    }
}
