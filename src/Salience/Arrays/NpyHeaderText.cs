using System.Globalization;

namespace Salience.Arrays;

/// <summary>A strict reader for the Python dictionary in an npy header: strings, booleans and tuples of sizes, nothing else.</summary>
internal sealed class NpyHeaderText(string text)
{
    private int _at;

    /// <summary>Reads the whole text as one dictionary; values are <see cref="string"/>, <see cref="bool"/> or <c>long[]</c>.</summary>
    /// <exception cref="FormatException">The text is anything else; the message says what was expected where.</exception>
    internal Dictionary<string, object> ReadDictionary()
    {
        var fields = new Dictionary<string, object>(StringComparer.Ordinal);
        Expect('{');
        while (!TryTake('}'))
        {
            string key = ReadString();
            Expect(':');
            if (!fields.TryAdd(key, ReadValue()))
                throw new FormatException($"key '{key}' occurs twice");
            if (TryTake(','))
                continue;
            Expect('}');
            break;
        }
        if (Peek() != '\0')
            throw new FormatException($"text follows the dictionary at {_at}");
        return fields;
    }

    private object ReadValue() => Peek() switch
    {
        '\'' or '"' => ReadString(),
        '(' => ReadTuple(),
        'T' => ReadWord("True", true),
        'F' => ReadWord("False", false),
        _ => throw new FormatException($"expected a string, True, False or a tuple at {_at}"),
    };

    private string ReadString()
    {
        char quote = Peek();
        if (quote is not ('\'' or '"'))
            throw new FormatException($"expected a quoted string at {_at}");
        int end = text.IndexOf(quote, _at + 1);
        if (end < 0)
            throw new FormatException($"the string at {_at} is not closed");
        string value = text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    private bool ReadWord(string word, bool value)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
            throw new FormatException($"expected {word} at {_at}");
        _at += word.Length;
        return value;
    }

    private long[] ReadTuple()
    {
        var sizes = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            sizes.Add(ReadSize());
            if (TryTake(','))
                continue;
            Expect(')');
            break;
        }
        return [.. sizes];
    }

    private long ReadSize()
    {
        _ = Peek();
        int start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        if (!long.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long size))
            throw new FormatException($"expected a size of 0 or more at {start}");
        if (_at < text.Length && text[_at] == 'L')
            _at++; // Python 2 marked long integers so.
        return size;
    }

    private void Expect(char wanted)
    {
        if (!TryTake(wanted))
            throw new FormatException($"expected {wanted} at {_at}");
    }

    private bool TryTake(char wanted)
    {
        if (Peek() != wanted)
            return false;
        _at++;
        return true;
    }

    private char Peek()
    {
        while (_at < text.Length && text[_at] is (' ' or '\n' or '\t' or '\r'))
            _at++;
        return _at < text.Length ? text[_at] : '\0';
    }
}
