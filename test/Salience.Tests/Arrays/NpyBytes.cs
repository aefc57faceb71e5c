using System.Buffers.Binary;
using System.Text;

namespace Salience.Tests.Arrays;

/// <summary>Npy files put together by hand.</summary>
internal static class NpyBytes
{
    public static byte[] Make(string header, ReadOnlySpan<byte> data, int version = 1)
    {
        byte[] text = Encoding.UTF8.GetBytes(header + "\n");
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. data];
    }

    public static byte[] Make(string descr, string shape, ReadOnlySpan<byte> data, bool fortran = false, int version = 1)
        => Make($"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}", data, version);
}
